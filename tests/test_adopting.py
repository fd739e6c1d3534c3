"""An instructor's notebook taken over: nbgrader's source notebooks as their users write them."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grader.adopting import adopt
from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.grading import grade
from grader.percent import Role, read_percent
from grader.skeleton import build_skeleton, build_solved, write_skeleton
from grader.starting import start
from grader.verify import verify

SQUARES = '''def squares(n):
    """The squares of the numbers from 1 to n."""
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError("n must be at least 1")
    return [i ** 2 for i in range(1, n + 1)]
    ### END SOLUTION'''
VISIBLE = """\"\"\"Check squares.\"\"\"
assert squares(1) == [1]
### BEGIN HIDDEN TESTS
for n in range(2, 12):
    assert squares(n) == [i ** 2 for i in range(1, n + 1)], "not for long ones"
### END HIDDEN TESTS"""
RAISES = """try:
    squares(0)
except ValueError:
    pass
else:
    raise AssertionError("did not raise")"""


def marked(**marks):
    plain = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**plain, **marks}}


def checks(source, name, points):
    return new_code_cell(source, metadata=marked(grade_id=name, grade=True, points=points))


NBGRADER = (
    new_markdown_cell("# Problem set 1\n\nSome *words*."),
    new_code_cell("%matplotlib inline\nimport numpy as np"),
    new_code_cell(SQUARES, metadata=marked(grade_id="squares", solution=True)),
    new_code_cell("squares(10)"),
    checks(VISIBLE, "correct_squares", 1.0),
    checks(RAISES, "squares-invalid input", 1.5),
    new_code_cell(
        "def total(n):\n    # BEGIN SOLUTION\n    return np.sum(squares(n))\n    # END SOLUTION",
        metadata=marked(grade_id="total", solution=True),
    ),
    checks("result = total(5)\nassert np.isclose(result, 55)", "test_total", 2),
    new_markdown_cell("What is a square?"),
    new_markdown_cell(
        "A number times *itself*.", metadata=marked(grade_id="why", grade=True, solution=True,
                                                    points=1)
    ),
    new_markdown_cell(
        "Draw one.\n\n=== BEGIN MARK SCHEME ===\nFour sides.\n=== END MARK SCHEME ===",
        metadata=marked(grade_id="draw", task=True, points=2),
    ),
    new_raw_cell("raw"),
)  # fmt: skip


@pytest.fixture
def save(tmp_path):
    def save(*cells):
        path = tmp_path / "source.ipynb"
        nbformat.write(new_notebook(cells=list(cells)), path)
        return path

    return save


def test_a_source_notebook_of_nbgrader_generates_grades_and_verifies(save, tmp_path, zygote):
    # A magic that no package offers here would stop its cell, which is said by `verify`.
    started = start("squares", tmp_path, save(*NBGRADER[:1], new_code_cell("import numpy as np"),
                                              *NBGRADER[2:]))  # fmt: skip
    assert started.left == ()
    assignment = load_assignment(started.folder)
    assert assignment.settings.title == "Problem set 1"
    assert assignment.settings.packages == ("numpy",)
    write_skeleton(assignment)
    right = tmp_path / "right.ipynb"
    right.write_text(build_solved(assignment), encoding="utf-8")
    result = grade(Examiner(assignment), zygote, right, "right")
    assert {o.criterion: (o.earned, o.points) for o in result.outcomes} == {
        "correct_squares": (1, 1),
        "squares_invalid_input": (1.5, 1.5),
        "test_total": (2, 2),
        "why": (None, 1),
        "draw": (None, 2),
    }
    proofs = list(verify(assignment))
    assert [proof.failures for proof in proofs] == [()] * 6
    assert "mutation score 100 %" in proofs[-1].claim


def test_students_get_the_visible_tests_and_never_the_hidden_ones(save, tmp_path):
    assignment = load_assignment(start("squares", tmp_path, save(*NBGRADER)).folder)
    skeleton = build_skeleton(assignment)
    assert "assert squares(1) == [1]" in skeleton
    for hidden in ("range(2, 12)", "HIDDEN", "Four sides", "times *itself*", "i ** 2", "np.sum"):
        assert hidden not in skeleton
    assert "Draw one." in skeleton


def test_each_cell_finds_its_role(save, tmp_path):
    folder = start("squares", tmp_path, save(*NBGRADER)).folder
    found = [(cell.role, cell.source.partition("\n")[0])
             for cell in read_percent(folder / "squares.py")]  # fmt: skip
    assert found == [
        (Role.GIVEN, "# Problem set 1"),
        (Role.FILL_IN, "Name:"),
        (Role.DEMONSTRATION, "%matplotlib inline"),
        (Role.GIVEN, "import numpy as np"),
        (Role.SOLUTION, "def squares(n):"),
        (Role.DEMONSTRATION, "squares(10)"),
        (Role.DEMONSTRATION, '"""Check squares."""'),
        (Role.DEMONSTRATION, "try:"),
        (Role.SOLUTION, "def total(n):"),
        (Role.DEMONSTRATION, "result = total(5)"),
        (Role.GIVEN, "What is a square?"),
        (Role.QUESTION, "Answer in the next cell (1 point)."),
        (Role.ANSWER, "A number times *itself*."),
        (Role.QUESTION, "Draw one."),
        (Role.ANSWER, "(Write your model answer here.)"),
        (Role.GIVEN, "raw"),
    ]


def test_what_no_question_can_be_made_of_is_graded_by_a_person_and_listed(save, tmp_path):
    spying = "old = squares\ndel squares\ntry:\n    total(1)\nexcept NameError:\n    pass"
    started = start("squares", tmp_path, save(*NBGRADER[:4], checks(spying, "spies", 3)))
    assert started.left == (
        "`spies` (3 points): a person grades it until rubric.py asks a question about it.",
    )
    assert "# To port: del squares" in (started.folder / "rubric.py").read_text()
    assignment = load_assignment(started.folder)
    (criterion,) = Examiner(assignment).rubric.criteria
    assert (criterion.question, criterion.points) == (None, 3)
    write_skeleton(assignment)
    written = next(proof for proof in verify(assignment) if "written answer" in proof.claim)
    assert written.holds


def test_a_plain_notebook_with_markers_is_graded_by_a_person_at_first(save, tmp_path):
    started = start("plain", tmp_path, save(new_code_cell("import math"), new_code_cell(SQUARES)))
    (left,) = started.left
    assert left.startswith("`solution_by_hand` (1 point): a person grades it until rubric.py asks")
    assignment = load_assignment(started.folder)
    assert assignment.settings.title == "Plain"
    assert Examiner(assignment).rubric.total == 1


def test_a_notebook_without_markers_says_what_to_do(save):
    assert "put `### BEGIN SOLUTION` and" in adopt(save(new_code_cell("x = 1"))).left[0]


def test_an_answer_without_markers_is_the_whole_cell(save):
    cell = new_code_cell("x = 1", metadata=marked(grade_id="x", solution=True))
    (_, made) = adopt(save(cell)).cells
    assert made.source == "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"


def test_names_that_the_rubric_needs_itself_are_changed(save):
    cells = [checks("assert f(1) == 1", name, 1) for name in ("exercise", "class", "np", "2nd")]
    names = [tests.name for tests in adopt(save(*cells)).tests]
    assert names == ["exercise_2", "class_2", "np_2", "cell_2nd"]


def test_pictures_that_are_lost_are_said(save):
    cell = new_markdown_cell("![](attachment:a.png)", attachments={"a.png": {"image/png": "aaaa"}})
    adopted = adopt(save(cell, new_code_cell(SQUARES)))
    assert adopted.left == ("Cell 1: its attached pictures were not taken over.",)


def test_cells_of_other_languages_stay_cells_of_the_notebook(save, tmp_path):
    cells = (new_code_cell("%%bash\nls"), new_code_cell("1 +"), new_code_cell(SQUARES))
    folder = start("odd", tmp_path, save(*cells)).folder
    roles = [cell.role for cell in read_percent(folder / "odd.py") if cell.kind == "code"]
    assert roles == [Role.DEMONSTRATION, Role.DEMONSTRATION, Role.SOLUTION]
    assert "%%bash" in build_skeleton(load_assignment(folder))
