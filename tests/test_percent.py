"""Reading the instructor's notebook: what breaks a rule is named with file and line."""

import pytest

from grader.errors import AuthoringError
from grader.percent import Role, read_percent

HEAD = "# ---\n# jupyter:\n#   jupytext:\n#     main_language: python\n# ---\n\n"


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "numbers.py"
        path.write_text(HEAD + text, encoding="utf-8")
        return read_percent(path)

    return read


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ('# %% grade_id="a"\n### BEGIN SOLUTION\nx = 1', 8, "has no `### END SOLUTION`"),
        ('# %% grade_id="a"\nx = 1\n### END SOLUTION', 9, "has no `### BEGIN SOLUTION`"),
        (
            '# %% grade_id="a"\n### BEGIN SOLUTION\n\n### BEGIN SOLUTION\n### END SOLUTION',
            10,
            "stands inside of the one of line 8",
        ),
        (
            '# %% grade_id="a"\n### BEGIN SOLUTION\n# %%\n### END SOLUTION',
            8,
            "has no `### END SOLUTION` in its cell",
        ),
        ("# %% [markdown]\n# ### BEGIN SOLUTION\n# x", 8, "only in code"),
        ('# %% active="ipynb"\n# ### BEGIN SOLUTION', 8, "only in code"),
        ('# %% grade_id="a"\nx = 1\n# %% grade_id="a"\n', 9, "'a' stands twice, first in line 7"),
        ('# %% grade_id="a b"\nx = 1', 7, "may hold letters"),
        ("# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION", 7, "needs a name"),
        ('# %% grade_id="a"\n## BEGIN SOLUTION\nx = 1', 8, "looks like a marker but is none"),
        ('# %% grade_id="a"\n### begin solution\nx = 1', 8, "looks like a marker but is none"),
        ('# %% grade_id="a"\n### BEGIN HIDDEN TESTS', 8, "looks like a marker but is none"),
        ('# %% role="solutoin"\nx = 1', 7, "no role 'solutoin'; there are given, fill_in"),
        ('# %% role="answer"\nx = 1', 7, "must be Markdown"),
        ('# %% [markdown] role="question"\n# Why?', 7, "needs a `grade_id` and its `points`"),
    ],
)
def test_each_broken_rule_is_an_error_with_its_line(read, text, line, sentence):
    with pytest.raises(AuthoringError) as error:
        read(text)
    assert error.value.line == line
    assert sentence in str(error.value)
    assert f"numbers.py:{line}: " in str(error.value)


def test_a_file_that_is_no_text_is_an_error(tmp_path):
    path = tmp_path / "numbers.py"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AuthoringError, match="can't be read as text"):
        read_percent(path)


def test_a_front_matter_that_is_none_is_an_error(tmp_path):
    path = tmp_path / "numbers.py"
    path.write_text("# ---\n# jupyter:\n#   kernelspec: 3\n# ---\n\n# %%\nx = 1\n")
    with pytest.raises(AuthoringError, match=r"numbers.py: is no notebook in percent format"):
        read_percent(path)


def test_a_cell_may_come_before_the_first_header(read):
    assert [cell.source for cell in read("x = 1\n\n# %%\ny = 2\n")] == ["x = 1", "y = 2"]


def test_a_region_knows_what_it_asks_for_and_where_its_solution_starts(read):
    text = (
        '# %% grade_id="half"\ndef half(x):\n    ### BEGIN SOLUTION: divide by two\n'
        "    ### and return it.\n    return x / 2\n    ### END SOLUTION\n"
    )
    (cell,) = read(text)
    (region,) = cell.regions
    assert cell.role is Role.SOLUTION
    assert region.todo == ("divide by two", "and return it.")
    assert cell.source.split("\n")[region.code : region.last] == ["    return x / 2"]


def test_roles_are_read_from_the_header(read):
    text = (
        '# %% [markdown] role="fill_in"\n# Name:\n'
        '# %% [markdown] role="question" grade_id="why" points=2\n# Why?\n'
        '# %% [markdown] role="answer"\n# So.\n'
        '# %% active="ipynb"\n# print(1)\n# %%\nx = 1\n'
    )
    cells = read(text)
    assert [cell.role for cell in cells] == [
        Role.FILL_IN,
        Role.QUESTION,
        Role.ANSWER,
        Role.DEMONSTRATION,
        Role.GIVEN,
    ]
    assert cells[1].points == 2
    assert cells[3].source == "print(1)"
