"""The self-check: what students find out by themselves, from the skeleton and the grader alone."""

import shutil

import pytest

from grader.checking import NO_GRADE, check_notebook, find_selfcheck, report_lines
from grader.errors import AuthoringError, RubricError, UsageError
from grader.handout import handout_difference, write_handout
from grader.result import Status
from grader.sandbox.choice import Isolation
from grader.sandbox.host import Zygote
from grader.selfcheck import FILE, SelfCheck, text_for_students
from grader.submission import read_submission
from grader.verify import verify

QUESTIONS = '''
"""What you can check by yourself."""

import numpy as np

from grader.selfcheck import Case, SelfCheck, Tolerance

CLOSE = Tolerance(1e-9, "rounding")
selfcheck = SelfCheck()


def vectors(random):
    for count in (1, 4):
        yield Case(f"a vector of {count}", x=random.normal(size=count))


@selfcheck.question(cases=vectors, tolerance=CLOSE, hint="Try np.ones(3).")
def half(code, case):
    """Two halves make a whole."""
    half = np.asarray(code.half(case.x))
    return {"half has the shape of x": half.shape == case.x.shape, "2 half(x)": (2 * half, case.x)}


@selfcheck.question(cases=vectors, tolerance=CLOSE, hint="What undoes a half?")
def double(code, case):
    """`double` undoes `half`."""
    return {"double(half(x))": (code.double(code.half(case.x)), case.x)}
'''
RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")


@pytest.fixture
def with_selfcheck(halves):
    (halves.folder / FILE).write_text(QUESTIONS)
    return halves


@pytest.fixture
def handed_out(with_selfcheck, tmp_path):
    """A student's folder: the files handed out, and nothing of the course."""
    write_handout(with_selfcheck)
    home = tmp_path / "home"
    shutil.move(with_selfcheck.skeleton.parent, home)
    shutil.rmtree(with_selfcheck.course)
    return home


@pytest.fixture(scope="module")
def bare():
    with Zygote(Isolation.PROCESS) as zygote:
        yield zygote


@pytest.fixture
def found(handed_out, write_notebook, bare):
    """What the self-check finds in a notebook of some cells, beside the file handed out."""

    def found(*cells):
        notebook = write_notebook(*cells).rename(handed_out / "mine.ipynb")
        return check_notebook(notebook, None, bare)

    return found


def test_a_right_notebook_holds_without_any_solution(found):
    checked = found(*RIGHT)
    assert checked.holds
    assert report_lines(checked) == [
        "holds          Two halves make a whole.",
        "holds          `double` undoes `half`.",
        f"2 of 2 hold. {NO_GRADE}",
    ]


def test_what_does_not_fit_is_said_with_a_case_and_a_hint(found):
    checked = found("def half(x): return x / 3", "def double(x): return 3 * x")
    half, double = checked.outcomes
    assert (half.status, double.status) == (Status.WRONG, Status.RIGHT)
    lines = "\n".join(report_lines(checked))
    assert "wrong          Two halves make a whole.\n" in lines
    assert "Seen with a vector of 1." in lines
    assert "`2 half(x)`" in lines
    assert "Hint: Try np.ones(3)." in lines
    assert not checked.holds


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("def half(x): raise NotImplementedError", Status.NOT_ATTEMPTED),
        ("halves = 1", Status.NOT_ATTEMPTED),
        ("def half(x): raise ValueError('no\\x1b[2J')", Status.RAISED),
        ("def half(x): return 'half'", Status.WRONG),
        ("def half(x): return None", Status.WRONG),
        ("def half(x): import os; os._exit(3)", Status.CRASHED),
    ],
)
def test_each_way_to_go_wrong_has_its_own_words(found, cell, status):
    checked = found(cell)
    assert checked.outcomes[0].status is status
    assert all(line.isprintable() for line in report_lines(checked))


def test_cells_that_stopped_are_named_but_not_the_open_ones(found):
    checked = found("1 / 0", "raise NotImplementedError", *RIGHT)
    first, *rest = report_lines(checked)
    assert first == "Cell 1 was stopped by ZeroDivisionError: division by zero"
    assert not any(line.startswith("Cell") for line in rest)


def test_a_german_self_check_speaks_german(handed_out, found):
    questions = handed_out / "selfcheck.py"
    german = questions.read_text().replace("SelfCheck()", 'SelfCheck(language="de")')
    questions.write_text(german)
    first, *rest = report_lines(found("1 / 0", "def half(x): return x / 3", RIGHT[2]))
    assert first == "Zelle 1 wurde beendet durch ZeroDivisionError: division by zero"
    assert rest[0] == "falsch            Two halves make a whole."  # the author's own words stay
    assert "                  Hinweis: Try np.ones(3)." in rest
    assert rest[-1].startswith("0 von 2 stimmen. Das ist keine Note: ")


def test_the_untouched_skeleton_says_what_is_open(handed_out, bare):
    checked = check_notebook(handed_out / "halves.ipynb", None, bare)
    assert {outcome.status for outcome in checked.outcomes} == {Status.NOT_ATTEMPTED}
    assert [len(line.splitlines()) for line in report_lines(checked)] == [1, 1, 1]


def test_two_runs_find_the_same(found):
    cells = ("import random\ndef half(x): return x * random.random()", RIGHT[2])
    assert found(*cells).outcomes == found(*cells).outcomes


def test_the_course_is_looked_at_before_what_lies_beside(with_selfcheck):
    write_handout(with_selfcheck)
    notebook = with_selfcheck.skeleton
    submission = read_submission(notebook, "s", ())
    elsewhere = with_selfcheck.course / "copies"
    elsewhere.mkdir()
    shutil.copy(notebook, elsewhere)
    (elsewhere / FILE).write_text("raise SystemExit")
    assert find_selfcheck(elsewhere / notebook.name, submission) == notebook.with_name(FILE)


def test_what_can_not_be_checked_is_said(handed_out, bare, write_notebook, tmp_path):
    notebook = handed_out / "halves.ipynb"
    (handed_out / FILE).rename(tmp_path / "other.py")
    with pytest.raises(UsageError, match="there is no selfcheck"):
        check_notebook(notebook, None, bare)
    with pytest.raises(UsageError, match="there is no such file"):
        check_notebook(notebook, tmp_path / "none.py", bare)
    (tmp_path / "empty.py").write_text("selfcheck = 3")
    with pytest.raises(AuthoringError, match="defines no `selfcheck"):
        check_notebook(notebook, tmp_path / "empty.py", bare)
    (tmp_path / "text.ipynb").write_text("no")
    with pytest.raises(UsageError, match="isn't a Jupyter notebook"):
        check_notebook(tmp_path / "text.ipynb", tmp_path / "other.py", bare)


def test_generate_hands_it_out_as_it_stands_and_says_when_it_is_old(with_selfcheck):
    notebook, questions = write_handout(with_selfcheck)
    assert (notebook.name, questions.read_text()) == ("halves.ipynb", QUESTIONS)
    assert handout_difference(with_selfcheck) == ""
    (with_selfcheck.folder / FILE).write_text(QUESTIONS.replace("np.ones(3)", "np.ones(9)"))
    assert "+++ assignment/halves/selfcheck.py" in handout_difference(with_selfcheck)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("from .halves import half", "imports from beside itself"),
        ("import halves", "imports `halves`"),
        ("def f(): import scipy.linalg", "imports `scipy.linalg`"),
        ("def f(:", "invalid syntax"),
    ],
)
def test_what_students_do_not_have_may_not_be_imported(with_selfcheck, line, said):
    (with_selfcheck.folder / FILE).write_text(f"import numpy.linalg, typing\n{line}\n")
    with pytest.raises(AuthoringError, match=said) as error:
        text_for_students(with_selfcheck)
    assert error.value.line == 2


def test_a_question_has_a_docstring_and_a_name_of_its_own():
    selfcheck = SelfCheck()
    with pytest.raises(RubricError, match="needs a docstring"):
        selfcheck.question(hint="")(lambda code, case: {})

    def same(code, case):
        """The same."""

    selfcheck.question(hint="")(same)
    with pytest.raises(RubricError, match="Two questions are called 'same'"):
        selfcheck.question(hint="")(same)


def test_verify_asks_the_reference_and_the_skeleton(with_selfcheck):
    wrong = QUESTIONS.replace("(2 * half, case.x)", "(3 * half, case.x)")
    (with_selfcheck.folder / FILE).write_text(f"{wrong}\n\n{IDLE}")
    claim = "The reference holds every question of the self-check, the skeleton none."
    (proof,) = (proof for proof in verify(with_selfcheck) if proof.claim == claim)
    assert [failure.split(" (")[0] for failure in proof.failures] == [
        "half is wrong for the reference",
        "idle is right for the untouched skeleton",
    ]


IDLE = '''
@selfcheck.question(hint="")
def idle(code, case):
    """Nothing is asked."""
    return {}
'''
