"""An assignment graded against itself: what is unsound is found.

That the first assignment is sound is proven by `make verify`, which CI runs.
"""

import pytest

from grader.errors import AuthoringError, GradingFault
from grader.skeleton import write_skeleton
from grader.verify import verify

REFERENCE = "The reference gets every automatic point"
WRITTEN = "Every written answer is asked for"
MISCONCEPTIONS = "misconceptions loses what it should"
MUTANTS = "mutants of the reference"
SLIP = """
from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
misconceptions.slip("third", "A third.", look="it", patch={"x / 2": "x / 3"}, costs=[%s])
%s
"""


def proof_of(assignment, words):
    """The first proof whose claim holds these words, and none after it."""
    return next(proof for proof in verify(assignment) if words in proof.claim)


def rewrite(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_assignment_passes(halves):
    write_skeleton(halves)
    halves.misconceptions_source.write_text(SLIP % ('"half"', ""))
    proofs = list(verify(halves))
    assert [proof.failures for proof in proofs] == [()] * len(proofs)
    assert len(proofs) == 6
    assert "mutation score 100 %" in proofs[-1].claim


def test_a_skeleton_that_is_out_of_date_is_found(halves):
    assert "run `grader generate`" in proof_of(halves, "committed skeleton").failures[0]


@pytest.mark.parametrize(
    ("new", "failure"),
    [
        # The rubric's question raises for the reference itself.
        ("return code.haalf(case)", "haalf"),
        # The reference's answer is never the same twice.
        ("return __import__('time').perf_counter_ns()", "half is wrong"),
    ],
)
def test_a_rubric_that_its_own_reference_fails_is_found(halves, new, failure):
    rewrite(halves.rubric_source, "return code.half(case)", new)
    assert failure in " ".join(proof_of(halves, REFERENCE).failures)


def test_a_rubric_that_raises_is_said_with_its_line(halves):
    rewrite(halves.rubric_source, "return code.half(case)", "return code.haalf(case)")
    line = 1 + halves.rubric_source.read_text(encoding="utf-8").partition("haalf")[0].count("\n")
    proofs = verify(halves)
    (failure,) = next(p for p in proofs if REFERENCE in p.claim).failures
    with pytest.raises(GradingFault) as fault:
        list(proofs)
    for text in (failure, str(fault.value)):
        assert f"(rubric.py:{line})" in text
        assert "haalf" in text


def test_points_for_nothing_are_found(halves):
    rewrite(halves.rubric_source, "return code.half(case)", "return 1")
    assert "half earns 1 points for nothing" in proof_of(halves, "untouched skeleton").failures


def test_a_notebook_whose_own_cells_raise_is_found(halves):
    rewrite(halves.notebook_source, "# print(half(np.ones(3)))", "# print(halve(np.ones(3)))")
    assert "raises NameError" in " ".join(proof_of(halves, REFERENCE).failures)


def test_a_written_question_with_other_points_than_the_rubrics_is_found(halves):
    rewrite(halves.notebook_source, "points=1", "points=2")
    assert proof_of(halves, WRITTEN).failures == ("why: 2 points in the notebook, 1 in the rubric",)


def test_a_written_answer_that_nobody_asks_for_is_found(halves):
    rewrite(halves.rubric_source, 'by_hand("why"', 'by_hand("wherefore"')
    assert proof_of(halves, WRITTEN).failures == (
        "why: 1 points in the notebook, nothing in the rubric",
        "wherefore: nothing in the notebook, 1 in the rubric",
    )


@pytest.mark.parametrize(
    ("costs", "more", "failure"),
    [
        ('"double"', "", "third keeps double, which it should lose"),
        (
            '"half"',
            'misconceptions.slip("again", "A.", look="it", patch={"x / 2": "x / 3.0"}, '
            'costs=["half"])',
            "again is called third at half",
        ),
    ],
)
def test_a_misconception_that_is_misjudged_is_found(halves, costs, more, failure):
    halves.misconceptions_source.write_text(SLIP % (costs, more))
    assert failure in proof_of(halves, MISCONCEPTIONS).failures


def test_a_mutant_that_a_weak_rubric_lets_live_is_found(halves):
    rewrite(halves.rubric_source, "return code.half(case)", "return code.half(case) < 1e9")
    rewrite(halves.rubric_source, "return code.double(code.half(case))", "return code.double(case)")
    proof = proof_of(halves, MUTANTS)
    assert "survives: half: return x / 2 -> return (x * 2)" in proof.failures
    assert "mutation score 100 %" not in proof.claim


def test_a_mutant_listed_as_equivalent_must_be_one(halves):
    path = halves.folder / "equivalent_mutants.toml"
    path.write_text('[[equivalent]]\nmutant = "half: a -> b"\nreason = "None."')
    assert proof_of(halves, MUTANTS).failures == ("listed as equivalent, but isn't: half: a -> b",)


def test_a_list_of_equivalents_that_can_not_be_read_is_an_error(halves):
    path = halves.folder / "equivalent_mutants.toml"
    path.write_text('[[equivalent]]\nmutant = "x"')
    with pytest.raises(AuthoringError, match=r"equivalent_mutants.toml: .*reason"):
        proof_of(halves, MUTANTS)
