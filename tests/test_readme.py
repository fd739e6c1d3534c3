"""The README: what it shows works, and what it names exists."""

import re
from pathlib import Path

import msgspec
import pytest
import typer

from grader.assignment import Settings, load_module
from grader.cli import app
from grader.rubric import Code

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_rubric_it_shows_is_one(tmp_path):
    (shown,) = [
        block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "Rubric(" in block
    ]
    (tmp_path / "rubric.py").write_text(shown)
    rubric = load_module(tmp_path / "rubric.py").rubric
    rubric.check()
    assert [c.identifier for c in rubric.criteria] == ["sorted.short", "sorted.long", "why"]
    first = rubric.criteria[0]
    import numpy as np

    class Names:
        sort = staticmethod(np.sort)

    (case, *_) = first.cases(np.random.default_rng(0), first.parameter)
    assert first.question(Code(Names), case).tolist() == sorted(case.tolist())


@pytest.mark.parametrize("command", sorted(typer.main.get_command(app).commands))
def test_every_command_and_every_option_stands_in_it(command):
    assert f"grader {command}" in README
    options = typer.main.get_command(app).commands[command].params
    names = {name for option in options for name in option.opts if name.startswith("--")}
    assert {name for name in names if name not in README} == set()


def test_the_rules_it_shows_are_settings():
    (shown,) = re.findall(r"```toml\n(.*?)```", README, re.S)
    needed = 'name = "x"\ntitle = "X"\nversion = "1"\nseed = 1\npackages = []\n'
    settings = msgspec.toml.decode(needed + shown, type=Settings)
    assert settings.deadline.percent_per_day == 10
    assert settings.on_violation == "cap"
    assert list(settings.extensions) == ["01234567"]


@pytest.mark.parametrize("name", re.findall(r"\]\(([\w./]+)\)", README))
def test_its_links_lead_to_files(name):
    assert (ROOT / name).is_file()


def test_every_module_of_the_engine_stands_in_its_table():
    modules = {path.name for path in (ROOT / "grader").rglob("*.py")} - {
        "__init__.py",
        "__main__.py",
    }
    table = README[README.index("| in `grader/`") :]
    missing = {name for name in modules if f"`{name}`" not in table}
    assert missing <= {"gradescope.py", "table.py", "errors.py"}
