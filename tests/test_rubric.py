"""The words of the rubric."""

import pytest

from grader.errors import GradingFault, StudentError
from grader.result import Trouble
from grader.rubric import Code, Rubric, RubricError, Tolerance, Variant, once, raised_by

EXACT = Tolerance(0.0, "whole numbers")


def numbers(random, count):
    yield from random.integers(0, 9, count or 3)


def rubric_of(points=1.0, total=1.0, identifier="square", **more):
    rubric = Rubric("Squares", total=total)
    part = rubric.part("Exercise 1", points=total)
    words = {"points": points, "cases": numbers, "tolerance": EXACT, "hint": "Try 2."}

    @part.criterion(identifier, **words, **more)
    def square(code, case):
        """The square of a number."""
        return code.square(case)

    return rubric


def test_a_check_without_a_docstring_is_refused():
    part = Rubric("Squares", total=1).part("Exercise 1", points=1)
    with pytest.raises(RubricError, match="'silent' needs a docstring"):
        part.criterion("silent", points=1, cases=numbers, tolerance=EXACT, hint="")(
            lambda code, case: None
        )


def test_points_that_do_not_add_up_are_refused():
    with pytest.raises(RubricError, match="says 2 points; its criteria add up to 1"):
        rubric_of(total=2.0).check()


def test_two_criteria_of_one_name_are_refused():
    rubric = rubric_of(total=2.0)
    part = rubric.part("Exercise 2", points=1)
    part.by_hand("square", points=1, title="In words.")
    with pytest.raises(RubricError, match="Two criteria are called 'square'"):
        rubric.check()


def test_each_variant_becomes_a_criterion_with_its_number_and_value():
    rubric = rubric_of(points=0.5, each={"few": Variant("few", 2), "many": Variant("many", 9)})
    rubric.check()
    found = [(c.identifier, c.number, c.parameter, c.points) for c in rubric.criteria]
    assert found == [("square.few", "1.1", 2, 0.5), ("square.many", "1.2", 9, 0.5)]


def test_the_docstring_is_the_sentence_that_students_read():
    (criterion,) = rubric_of().criteria
    assert criterion.title == "The square of a number."


def test_once_asks_each_code_one_time():
    asked = []

    @once
    def name_of(code):
        asked.append(code)
        return code.name

    class Names:
        name = "n"

    first, second = Code(Names), Code(Names)
    assert [name_of(first), name_of(first), name_of(second)] == ["n", "n", "n"]
    assert asked == [first, second]


def test_notes_are_said_once_and_taken_once():
    code = Code(object())
    code.note("Understood.")
    code.note("Understood.")
    assert code.take_notes() == ("Understood.",)
    assert code.take_notes() == ()


def raising(error):
    def call():
        raise error

    return call


def student_error(kind, missing=False):
    return StudentError(Trouble(kind, "why"), missing)


def test_an_exception_has_the_same_name_on_both_sides():
    assert raised_by(raising(ValueError("why"))) == "ValueError"
    assert raised_by(raising(student_error("ValueError"))) == "ValueError"
    assert raised_by(lambda: 3) == ""


@pytest.mark.parametrize(
    "error",
    [
        NotImplementedError(),
        student_error("NotImplementedError"),
        student_error("NameError", missing=True),
        GradingFault("The process is gone."),
    ],
)
def test_an_open_todo_and_a_fault_are_no_exception_of_the_code_asked(error):
    with pytest.raises(type(error)):
        raised_by(raising(error))


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ({0: "No.", 1: "Yes."}, "must go from 0 or more up to its 2 points"),
        ({-1: "No.", 2: "Yes."}, "must go from 0 or more"),
        ({0: "No.", 1: " ", 2: "Yes."}, "needs a sentence"),
        ({n / 5: "So." for n in range(11)}, "more than 9 levels"),
    ],
)
def test_levels_that_make_no_sense_are_refused(levels, sentence):
    part = Rubric("x", total=2).part("One", points=2)
    with pytest.raises(RubricError, match=sentence):
        part.by_hand("why", points=2, title="Why.", levels=levels)
