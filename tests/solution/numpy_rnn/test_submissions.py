"""The sample submissions: each typical fault loses exactly the criteria that it deserves."""

from functools import cache
from pathlib import Path

import pytest

from grader.assignment import Limits
from grader.grading import grade
from grader.result import Status

FOLDER = Path(__file__).parents[2] / "submissions"
BOTH = ("single", "multi")
FORWARD = {f"forward.{variant}" for variant in BOTH}
BACKWARD = {f"backward.{variant}" for variant in BOTH}
BIASES = {f"bias_gradients.{variant}" for variant in BOTH}
NUMERICAL = {f"numerical_gradient.{variant}" for variant in BOTH}
CHECK = {f"gradient_check.{variant}" for variant in BOTH}
LOST = {
    "right": set(),
    "right_in_another_style": set(),
    "another_package": set(),
    "broken_set_weights": set(),
    "column_bias_gradient": {"bias_gradients.single"},
    "update_ascends": {"update"},
    "update_divides_by_length": {"update"},
    "analytical_gradient_updates": {"analytical_gradient"},
    "counts_features": FORWARD,
    "transposed_weights": {"initialisation"},
    "other_keys": BACKWARD,
    "column_loss_only": BACKWARD,
    "one_sided_quotient": NUMERICAL,
    "tanh_derivative_forgotten": BACKWARD | BIASES | CHECK,
    # The two gradients of the missing bias do differ: that is what the check is for.
    "forward_without_hidden_bias": FORWARD | CHECK,
    "backward_is_a_quotient": BACKWARD | BIASES | {"analytical_gradient"} | CHECK,
}
LOST["all_zero"] = {*FORWARD, *BACKWARD, *BIASES, *NUMERICAL, *CHECK} | {
    "update",
    "analytical_gradient",
}
LOST["forward_never_ends"] = LOST["all_zero"]
LOST["unfinished"] = LOST["all_zero"] - FORWARD


@pytest.fixture(scope="module")
def graded(examiner, zygote, examiner_within):
    """Grade a sample, once for all that is asked about it; what never ends is stopped sooner."""
    hasty = examiner_within(Limits(5.0, 0.5, 60.0))

    def once(name):
        chosen = hasty if name == "forward_never_ends" else examiner
        return grade(chosen, zygote, FOLDER / f"{name}.ipynb", name)

    return cache(once)


def test_every_sample_has_its_expectation():
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == {*LOST, "cut_short"}


@pytest.mark.parametrize("name", LOST)
def test_a_submission_loses_what_its_fault_deserves_and_no_more(graded, name):
    result = graded(name)
    decided = [outcome for outcome in result.outcomes if outcome.earned is not None]
    assert {o.criterion for o in decided if o.earned < o.points} == LOST[name]
    assert all(o.earned in (0, o.points) for o in decided)
    assert [o.criterion for o in result.outcomes if o.earned is None] == ["written_bias_gradients"]
    assert (result.automatic, result.pending, result.total) == (9, 1, 10)


def sentences_of(result, criterion):
    (outcome,) = [o for o in result.outcomes if o.criterion == criterion]
    found = [finding.sentence for finding in outcome.findings]
    return " ".join([*found, outcome.reason, *outcome.notes])


@pytest.mark.parametrize(
    ("name", "criterion", "words"),
    [
        ("column_bias_gradient", "bias_gradients.single", "(4, 1) where an array of shape (4,)"),
        ("column_bias_gradient", "bias_gradients.single", "its values are right"),
        ("column_bias_gradient", "gradient_check.single", "says FAILED for `d_bs`"),
        ("counts_features", "backward.multi", "the forward pass that you wrote"),
        ("transposed_weights", "forward.single", "`R`, `V`, `W`: stored as the transpose"),
        ("broken_set_weights", "forward.single", "`set_weights` does not keep"),
        ("other_keys", "backward.single", "`d_W` is missing; there is `W`"),
        ("column_loss_only", "bias_gradients.multi", "as a column, the only form"),
        ("all_zero", "backward.single", "does not depend on `W`, so there is no gradient"),
        ("all_zero", "numerical_gradient.multi", "does not depend on `W`"),
        ("backward_is_a_quotient", "backward.single", "is a difference quotient, not"),
        ("analytical_gradient_updates", "analytical_gradient", "leaves the weights as they were"),
        ("forward_never_ends", "forward.single", "Stopped after"),
    ],
)
def test_the_report_says_what_was_understood(graded, name, criterion, words):
    assert words in sentences_of(graded(name), criterion)


def test_what_was_not_started_reads_so(graded):
    outcomes = {outcome.criterion: outcome for outcome in graded("unfinished").outcomes}
    for criterion in LOST["unfinished"]:
        assert outcomes[criterion].status is Status.NOT_ATTEMPTED


def test_another_package_is_flagged_with_its_line(graded):
    (finding,) = graded("another_package").policy
    assert (finding.package, finding.line) == ("math", 3)


def test_no_expected_value_and_no_hidden_input_is_in_a_students_result(graded, examiner):
    result = graded("tanh_derivative_forgotten")
    told = repr(result.outcomes)
    for criterion in examiner.rubric.criteria:
        for case in examiner.cases(criterion) if criterion.question else ():
            for value in [case.x.ravel()[0], case.weights["W"].ravel()[0], case.d_loss[0]]:
                text = f"{value:.6g}"[:7]
                assert len(text) < 4 or text not in told  # a sum's own gradient is 1
