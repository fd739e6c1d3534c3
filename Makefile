# Each command sets up what it needs in .venv by itself.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test verify accuracy bench texts clean

demo: .venv/ready
	$(BIN)/grader generate --all
	$(BIN)/grader grade tests/submissions --output reports

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

verify: .venv/ready
	$(BIN)/grader generate --all --check
	$(BIN)/grader verify --all

accuracy: .venv/ready
	$(BIN)/python -m tests.corpus.accuracy

bench: .venv/ready
	@for script in isolation grading rendering throughput against_nbgrader; do \
		$(BIN)/python benchmarks/$$script.py $(if $(QUICK),--quick) || exit 1; done

texts: .venv/ready
	$(BIN)/python -m tests.translating

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv benchmarks/.nbgrader reports .pytest_cache .mypy_cache .ruff_cache .hypothesis
