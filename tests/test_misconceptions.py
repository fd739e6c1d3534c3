"""The mistakes that an instructor knows."""

import pytest

from grader.errors import AuthoringError, RubricError
from grader.examiner import Examiner
from grader.misconceptions import Misconceptions

TINY = """
from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
misconceptions.slip("third", "A third.", look="it", patch={PATCH}, costs=["half"])
"""


def known(**changes):
    fields = {"look": "it", "patch": {"x / 2": "x / 3"}, "costs": ["half.*"], **changes}
    misconceptions = Misconceptions()
    misconceptions.slip("third", "A third is returned.", **fields)
    (slip,) = misconceptions
    return slip


def test_a_slip_changes_the_one_place_that_it_names():
    assert known().applied_to("return x / 2\n") == "return x / 3\n"


@pytest.mark.parametrize("source", ["return x\n", "x / 2 + x / 2\n"])
def test_a_place_that_is_not_there_or_not_the_only_one_is_an_error(source):
    with pytest.raises(RubricError, match=r"'third' replaces a text found [02] times: 'x / 2'"):
        known().applied_to(source)


def test_costs_are_patterns_of_identifiers():
    assert known().costs_of(["half.single", "half.multi", "double"]) == {
        "half.single",
        "half.multi",
    }
    assert known(costs=["double"]).costs_of(["half.single", "double"]) == {"double"}


def test_two_of_one_name_are_an_error():
    misconceptions = Misconceptions()
    misconceptions.slip("a", "A.", look="it", patch={"x": "y"}, costs=["half"])
    with pytest.raises(RubricError, match="Two misconceptions are called 'a'"):
        misconceptions.slip("a", "A.", look="it", patch={"x": "y"}, costs=["half"])


def test_those_of_several_files_are_told_one_after_another():
    fields = {"look": "it", "patch": {"x": "y"}, "costs": ["half"]}
    first, second, all_of_them = Misconceptions(), Misconceptions(), Misconceptions()
    first.slip("b", "B.", **fields)
    second.slip("a", "A.", **fields)
    all_of_them.include(first)
    all_of_them.include(second)
    assert [slip.name for slip in all_of_them] == ["b", "a"]
    with pytest.raises(RubricError, match="Two misconceptions are called 'b'"):
        all_of_them.include(first)


def test_a_mistake_that_costs_nothing_is_an_error():
    with pytest.raises(RubricError, match="'third' costs nothing"):
        known(costs=[])


def test_a_patch_that_does_not_fit_the_reference_is_an_error_with_its_file(halves):
    halves.misconceptions_source.write_text(TINY.replace("{PATCH}", '{"x / 4": "x"}'))
    with pytest.raises(
        AuthoringError, match=r"misconceptions\.py: 'third' replaces a text found 0"
    ):
        Examiner(halves)


def test_a_file_without_them_is_an_error_and_no_file_is_none(halves):
    assert len(Examiner(halves).misconceptions) == 0
    halves.misconceptions_source.write_text("misconceptions = []")
    with pytest.raises(AuthoringError, match="defines no `misconceptions = Misconceptions"):
        Examiner(halves)


def test_the_first_assignment_knows_many(examiner):
    assert len(examiner.misconceptions) >= 35
    for slip in examiner.misconceptions:
        assert slip.sentence.endswith(".")
        assert slip.costs_of([c.identifier for c in examiner.rubric.criteria])
