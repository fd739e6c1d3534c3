"""Right submissions in many styles keep every point; wrong ones lose what they deserve."""

import pytest

from tests.corpus import labelled

RIGHT, WRONG = labelled.corpus("right"), labelled.corpus("wrong")


def test_the_corpus_is_large_and_labelled():
    assert len(RIGHT) >= 30
    assert len(WRONG) >= 60
    assert not [one.name for one in RIGHT if one.lost or one.named]
    assert not [one.name for one in WRONG if not one.lost]


def test_no_file_is_right_only_because_it_does_not_run():
    for one in [*RIGHT, *WRONG]:
        source = one.path.read_text(encoding="utf-8")
        if one.path.suffix == ".py" and one.path.stem != "magics_and_scratch_cells":
            compile(source, str(one.path), "exec")


def test_labels_name_criteria_and_mistakes_that_exist(examiner):
    criteria = [criterion.identifier for criterion in examiner.rubric.criteria]
    known = {slip.name for slip in examiner.misconceptions}
    for one in WRONG:
        assert all(labelled.Labelled(one.path, (label,), frozenset()).lost_of(criteria)
                   for label in one.lost), one.name  # fmt: skip
        assert one.named <= known, one.name


def test_the_table_in_the_readme_counts_these_submissions(examiner):
    """Of each, the tests below demand what the table counts."""
    criteria = [one.identifier for one in examiner.rubric.criteria if one.question]
    lost = sum(len(one.lost_of(criteria)) for one in WRONG)
    kept = len(criteria) * len([*RIGHT, *WRONG]) - lost
    named = sum(len(one.named) for one in WRONG)
    readme = (labelled.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(RIGHT)} right and {len(WRONG)} wrong submissions\n" in readme
    assert f"| should be lost | {lost:4} |    0 |\n| should be kept |    0 | {kept:4} |" in readme
    assert f"Mistakes named rightly: {named} of {named} (100%); named wrongly: 0." in readme


@pytest.mark.parametrize("one", RIGHT, ids=lambda one: one.path.stem)
def test_a_right_submission_keeps_every_point_whatever_its_style(examiner, zygote, one):
    outcomes = labelled.outcomes_of(examiner, zygote, one.path)
    assert {o.criterion: o for o in outcomes if o.earned not in (None, o.points)} == {}
    assert labelled.named_in(outcomes) == set()


def test_a_check_that_was_deleted_is_said_in_words(examiner, zygote):
    path = labelled.CORPUS / "right" / "own_check_deleted.py"
    outcomes = labelled.outcomes_of(examiner, zygote, path)
    notes = [note for outcome in outcomes for note in outcome.notes]
    assert set(notes) == {"The notebook does not define `gradient_check` any more."}


@pytest.mark.parametrize("one", WRONG, ids=lambda one: one.path.stem)
def test_a_wrong_submission_loses_what_it_deserves_and_its_mistakes_are_named(
    examiner, zygote, one
):
    outcomes = labelled.outcomes_of(examiner, zygote, one.path)
    assert labelled.lost_by(outcomes) == one.lost_of([o.criterion for o in outcomes])
    assert labelled.named_in(outcomes) == one.named
