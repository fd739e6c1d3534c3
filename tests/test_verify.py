"""An assignment graded against itself: what is unsound is found."""

import pytest

from grader.skeleton import write_skeleton
from grader.verify import verify


def failures_of(assignment):
    return {proof.claim: " ".join(proof.failures) for proof in verify(assignment)}


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_first_assignment_is_sound(numpy_rnn):
    assert set(failures_of(numpy_rnn).values()) == {""}


def test_a_sound_assignment_passes(halves):
    write_skeleton(halves)
    assert set(failures_of(halves).values()) == {""}


def test_a_skeleton_that_is_out_of_date_is_found(halves):
    assert "run `grader generate`" in failures_of(halves)[
        "The committed skeleton is what the solution gives."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "failure"),
    [
        # The rubric's question raises for the reference itself.
        ("return code.half(case)", "return code.haalf(case)", "haalf"),
        # The reference's answer is never the same twice.
        ("return code.half(case)", "return __import__('time').perf_counter_ns()", "half is wrong"),
    ],
)
def test_a_rubric_that_its_own_reference_fails_is_found(halves, old, new, failure):
    rewrite(halves.rubric_source, old, new)
    write_skeleton(halves)
    found = failures_of(halves)["The reference gets every automatic point."]
    assert failure in found


def test_points_for_nothing_are_found(halves):
    rewrite(halves.rubric_source, "return code.half(case)", "return 1")
    write_skeleton(halves)
    (failure,) = [text for claim, text in failures_of(halves).items() if "untouched" in claim]
    assert "half earns 1 points for nothing" in failure


def test_a_notebook_whose_own_cells_raise_is_found(halves):
    rewrite(halves.notebook_source, "# print(half(np.ones(3)))", "# print(halve(np.ones(3)))")
    write_skeleton(halves)
    found = failures_of(halves)["The reference gets every automatic point."]
    assert "raises NameError" in found


def test_a_written_question_with_other_points_than_the_rubrics_is_found(halves):
    rewrite(halves.notebook_source, "points=1", "points=2")
    write_skeleton(halves)
    found = failures_of(halves)["Every written answer is asked for, with the rubric's points."]
    assert "why: 2 points in the notebook, 1 in the rubric" in found


def test_a_written_answer_that_nobody_asks_for_is_found(halves):
    rewrite(halves.rubric_source, 'by_hand("why"', 'by_hand("wherefore"')
    write_skeleton(halves)
    found = failures_of(halves)["Every written answer is asked for, with the rubric's points."]
    assert "wherefore: nothing in the notebook, 1 in the rubric" in found
    assert "why: 1 points in the notebook, nothing in the rubric" in found
