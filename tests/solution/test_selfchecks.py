"""The self-checks of the assignments: right notebooks hold, typical faults show where they are."""

from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.checking import check, load_selfcheck
from grader.examiner import Examiner
from grader.result import Status
from grader.selfcheck import FILE
from grader.skeleton import code_of
from grader.submission import HandedIn, hand_in, submission_of
from tests.conftest import notebook_of

PROJECT = Path(__file__).parents[2]
SUBMISSIONS = PROJECT / "tests" / "submissions"


@pytest.fixture(scope="module")
def not_held(zygote):
    """The questions that a notebook doesn't hold, asked as students ask them."""

    def not_held(name, handed_in):
        selfcheck = load_selfcheck(PROJECT / "assignment" / name / FILE)
        checked = check(submission_of(handed_in, ()), selfcheck, zygote)
        return {o.criterion for o in checked.outcomes if o.status is not Status.RIGHT}

    return not_held


@pytest.mark.parametrize(
    ("submission", "expected"),
    [
        ("right", set()),
        ("right_in_another_style", set()),
        ("update_ascends", {"update"}),
        ("column_bias_gradient", {"gradients", "backward", "update", "analytical_gradient"}),
        ("forward_without_hidden_bias", {"backward", "analytical_gradient"}),
        ("tanh_derivative_forgotten", {"backward", "analytical_gradient"}),
        ("all_zero", {"forward", "update"}),
    ],
)
def test_a_network_is_compared_with_itself(not_held, submission, expected):
    handed_in = hand_in(SUBMISSIONS / f"{submission}.ipynb", submission)
    assert not_held("numpy_rnn", handed_in) == expected


@pytest.mark.parametrize("slip", ["few", "full", "half", "unsolved", "squared"])
def test_a_wrong_least_squares_solution_does_not_fit_together(not_held, slip):
    examiner = Examiner(load_assignment(PROJECT / "solution" / "least_squares"))
    (wrong,) = (known for known in examiner.misconceptions if known.name == slip)
    text = examiner.assignment.notebook_source.read_text(encoding="utf-8")
    cells = code_of(examiner.assignment, wrong.applied_to(text))
    found = not_held("least_squares", HandedIn(slip, "s.ipynb", notebook_of(*cells).encode()))
    expected = {"few": {"by_normal_equations", "by_qr"}, "unsolved": {"by_qr"}}
    expected |= {"full": {"qr", "by_qr"}, "half": {"qr", "by_qr"}}
    # That the square of a condition number is none can't be seen without another one.
    expected |= {"squared": set()}
    assert found == expected[slip]


def test_no_hidden_case_stands_in_them():
    for name in ("numpy_rnn", "least_squares"):
        text = (PROJECT / "assignment" / name / FILE).read_text(encoding="utf-8")
        seed = str(load_assignment(PROJECT / "solution" / name).settings.seed)
        assert seed not in text
