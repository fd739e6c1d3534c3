"""The self-checks of the assignments: right notebooks hold, typical faults show where they are."""

import re
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.checking import check, load_selfcheck
from grader.examiner import Examiner
from grader.result import Status
from grader.selfcheck import FILE, Limits
from grader.skeleton import code_of
from grader.submission import HandedIn, hand_in, submission_of
from tests.conftest import notebook_of
from tests.corpus import labelled

PROJECT = Path(__file__).parents[2]
SUBMISSIONS = PROJECT / "tests" / "submissions"
LSTM = PROJECT / "tests" / "solution" / "numpy_lstm"
PATIENT = Limits(60.0, 60.0, 300.0)  # so that a busy machine doesn't decide
NAMES = [path.parent.name for path in sorted((PROJECT / "solution").glob(f"*/{FILE}"))]


@pytest.fixture(scope="module")
def not_held(zygote):
    """The questions that a notebook doesn't hold, asked as students ask them."""

    def not_held(name, handed_in):
        selfcheck = load_selfcheck(PROJECT / "assignment" / name / FILE)
        selfcheck.limits = PATIENT
        checked = check(submission_of(handed_in, ()), selfcheck, zygote)
        return {o.criterion for o in checked.outcomes if o.status is not Status.RIGHT}

    return not_held


@pytest.fixture(scope="module")
def examiners():
    return {name: Examiner(load_assignment(PROJECT / "solution" / name)) for name in NAMES}


def handed_in_cells(cells):
    return HandedIn("s", "s.ipynb", notebook_of(*cells).encode())


def with_slip(examiner, slip):
    """What a student hands in who made one of the mistakes that the instructor knows."""
    (wrong,) = (known for known in examiner.misconceptions if known.name == slip)
    text = examiner.assignment.notebook_source.read_text(encoding="utf-8")
    return handed_in_cells(code_of(examiner.assignment, wrong.applied_to(text)))


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


@pytest.mark.parametrize("one", labelled.corpus("right", LSTM), ids=lambda one: one.path.stem)
def test_a_right_lstm_holds_every_question_whatever_its_style(not_held, examiners, one):
    cells = labelled.cells_of(examiners["numpy_lstm"].assignment, one.path)
    assert not_held("numpy_lstm", handed_in_cells(cell.source for cell in cells)) == set()


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        ("range_without_root", {"initialise"}),
        ("seed_ignored", {"initialise"}),
        ("all_gates_open", {"initialise"}),
        ("output_bias_missing", {"backward", "analytical_gradient"}),
        ("state_returned_the_wrong_way_round", {"carried_state"}),
        ("squares_summed", {"loss", "training_result"}),
        ("forget_gate_unused_backwards", {"backward", "analytical_gradient"}),
        ("state_gradients_swapped", {"backward"}),
        ("one_sided", {"numerical_gradient", "analytical_gradient"}),
        ("gradient_of_the_outputs", {"analytical_gradient"}),
        ("each_array_clipped", {"clip"}),
        ("norm_after_clipping", {"clip"}),
        ("uphill", {"update", "training_result"}),
        ("one_minibatch_for_all_steps", {"train"}),
        ("clipping_left_out", {"train"}),
        ("loss_after_the_step", {"train"}),
        # Without a reference nobody sees which gate is which, and what else fits with itself.
        ("forget_gate_first", set()),
        ("half_the_squares", set()),
    ],
)
def test_the_functions_of_an_lstm_are_compared_with_each_other(not_held, examiners, slip, expected):
    assert not_held("numpy_lstm", with_slip(examiners["numpy_lstm"], slip)) == expected


def test_a_right_lstm_with_an_unlucky_start_is_right(not_held, examiners):
    assignment = examiners["numpy_lstm"].assignment
    text = assignment.notebook_source.read_text(encoding="utf-8")
    seeded = "random = np.random.default_rng(seed)\n    bound"
    assert text.count(seeded) == 1
    # From 228, 200 steps lead to a loss of 0.12 only; the network of the next seed gets below 0.1.
    text = text.replace(seeded, seeded.replace("(seed)", "(seed ^ 1234 ^ 228)"))
    assert not_held("numpy_lstm", handed_in_cells(code_of(assignment, text))) == set()


@pytest.mark.parametrize("slip", ["few", "full", "half", "unsolved", "squared"])
def test_a_wrong_least_squares_solution_does_not_fit_together(not_held, examiners, slip):
    found = not_held("least_squares", with_slip(examiners["least_squares"], slip))
    expected = {"few": {"by_normal_equations", "by_qr"}, "unsolved": {"by_qr"}}
    expected |= {"full": {"qr", "by_qr"}, "half": {"qr", "by_qr"}}
    # That the square of a condition number is none can't be seen without another one.
    expected |= {"squared": set()}
    assert found == expected[slip]


@pytest.mark.parametrize("name", NAMES)
def test_no_hidden_case_stands_in_them(name):
    text = (PROJECT / "assignment" / name / FILE).read_text(encoding="utf-8")
    seed = str(load_assignment(PROJECT / "solution" / name).settings.seed)
    assert seed not in text


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_the_solution_stands_in_them(name):
    handed_out = (PROJECT / "assignment" / name / FILE).read_text(encoding="utf-8")
    source = load_assignment(PROJECT / "solution" / name).notebook_source.read_text("utf-8")
    regions = re.findall(r"### BEGIN SOLUTION.*\n([\s\S]*?)### END SOLUTION", source)
    lines = {line.strip() for region in regions for line in region.splitlines()}
    telling = {line for line in lines if len(line) > len("return {")}
    assert len(telling) > 10
    assert not telling & {line.strip() for line in handed_out.splitlines()}
