"""The words of the rubric."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from grader.errors import GradingFault, StudentError
from grader.result import Trouble
from grader.rubric import (
    Code,
    NoCredit,
    PassOver,
    Rubric,
    RubricError,
    Tolerance,
    Variant,
    follow_through,
    if_it_runs,
    once,
    once_a_case,
    raised_by,
)

EXACT = Tolerance(0.0, "whole numbers")
ROUNDING, COARSE = Tolerance(1e-12, "rounding"), Tolerance(1e-3, "measured")


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


def two_checks(part):
    """Two questions, the second with a tolerance of its own."""
    questions = []
    for name, more in (("first", {}), ("second", {"tolerance": EXACT})):

        @part.criterion(name, points=1, cases=numbers, hint="", **more)
        def check(code, case):
            """A number."""
            return code.number(case)

        questions.append(check)
    return questions


def test_a_tolerance_of_the_part_is_for_the_criteria_without_one():
    rubric = Rubric("Squares", total=2)
    first, second = two_checks(rubric.part("Exercise 1", points=2, tolerance=ROUNDING))
    assert [c.tolerance for c in rubric.criteria] == [ROUNDING, EXACT]
    assert [first.tolerance, second.tolerance] == [ROUNDING, EXACT]


def test_a_criterion_without_any_tolerance_is_refused():
    part = Rubric("Squares", total=1).part("Exercise 1", points=1)
    with pytest.raises(RubricError, match="'first' needs a tolerance, or its part does"):
        two_checks(part)


def test_a_follow_through_is_as_close_as_its_question_unless_it_says_otherwise():
    part = Rubric("Squares", total=2).part("Exercise 1", points=2, tolerance=ROUNDING)
    first, second = two_checks(part)
    second.follow_through(after=[first], note="Judged so.")(lambda code, reference, case: (1, 1))
    second.follow_through(after=[first], note="", tolerance=COARSE)(lambda *_: (1, 1))
    assert [chance.tolerance for chance in second.follow_throughs] == [EXACT, COARSE]


def test_one_follow_through_for_several_questions_is_told_which_is_asked():
    part = Rubric("Squares", total=2).part("Exercise 1", points=2, tolerance=ROUNDING)
    first, second = two_checks(part)

    @follow_through(first, second, after=[first], note="Judged so.")
    def which(question, code, reference, case):
        return question, case

    for question in (first, second):
        (chance,) = question.follow_throughs
        assert chance.ask("code", "reference", 3) == (question, 3)
        assert (chance.after, chance.note) == ((first,), "Judged so.")
        assert chance.tolerance == question.tolerance


def test_points_that_do_not_add_up_are_refused():
    with pytest.raises(RubricError, match="says 2 points; its criteria add up to 1"):
        rubric_of(total=2.0).check()


@pytest.mark.parametrize("points", [float("inf"), float("nan")])
def test_points_that_are_no_number_are_refused(points):
    with pytest.raises(RubricError, match="its criteria add up to"):
        rubric_of(points=points, total=points).check()


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


def test_an_earlier_step_that_raises_is_passed_over_and_one_that_runs_is_used():
    assert if_it_runs(lambda: 3) == 3
    with pytest.raises(PassOver, match=r"^It can't be seen\.$"):
        if_it_runs(raising(student_error("ValueError")), "It can't be seen.")
    with pytest.raises(StudentError):
        if_it_runs(raising(student_error("NotImplementedError")))


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


class Talks:
    """A conversation that counts how often it is asked."""

    asked = 0

    def at_once(self, function):
        self.asked += 1
        return function()

    def apart(self):
        return nullcontext()


@once_a_case
def value_of(code, case, *, doubled=False):
    code.note("Asked.")
    return code.at_once(lambda: code.value(case) * (2 if doubled else 1))


def code_that(gives):
    talks = Talks()
    return Code(SimpleNamespace(value=gives), talks), talks


def test_a_question_about_a_case_is_put_once_for_each_case_and_option():
    code, talks = code_that(lambda case: [float(case[0])])
    first, second = (1,), (2,)
    for _ in range(3):
        assert value_of(code, first) == [1.0]
        assert code.take_notes() == ("Asked.",)
    assert value_of(code, second) == [2.0]
    assert value_of(code, first, doubled=True) == [1.0, 1.0]
    assert talks.asked == 3


@pytest.mark.parametrize("error", [NoCredit("None."), PassOver(), StudentError(Trouble("E", ""))])
def test_what_was_raised_is_raised_again_without_asking(error):
    def gives(_):
        raise error

    code, talks = code_that(gives)
    case = (1,)
    for _ in range(2):
        with pytest.raises(type(error)):
            value_of(code, case)
    assert talks.asked == 1


def test_an_object_of_the_notebook_is_asked_for_again_as_it_lives_no_longer_than_its_case():
    code, talks = code_that(lambda _: {"state": [object()]})
    case = (1,)
    state_of = once_a_case(lambda code, case: code.at_once(lambda: code.value(case)))
    for _ in range(2):
        assert "state" in state_of(code, case)
    assert talks.asked == 2


def test_the_reference_is_asked_each_time_as_its_cases_are_copies():
    calls = []
    code = Code(SimpleNamespace(value=lambda case: calls.append(case) or 1))
    case = (1,)
    value_of(code, case), value_of(code, case)
    assert len(calls) == 2


def both_rubric(**more):
    rubric = Rubric("Squares", total=2)
    part = rubric.part("Exercise 1", points=2, tolerance=EXACT)
    each = {"a": Variant("a", 3), "b": Variant("b", 4)}
    words = {"points": 0.5, "hint": "Try 2."}
    for name, other in (("first", {"each": each}), ("second", {"each": each, **more})):
        ask = part.criterion(name, **{**words, "cases": numbers, **other})

        @ask
        def value(code, case):
            """A number."""
            return code.value(case)

    return rubric


def test_criteria_drawn_alike_have_each_variants_cases():
    rubric = both_rubric(drawn_as="first")
    rubric.check()
    drawn = {one.identifier: one.drawn_as for one in rubric.criteria}
    assert drawn == {"first.a": "", "first.b": "", "second.a": "first.a", "second.b": "first.b"}


@pytest.mark.parametrize(
    "more",
    [
        {"drawn_as": "third"},
        {"drawn_as": "first", "cases": lambda _, __: [1]},
        {"drawn_as": "first", "each": {"a": Variant("a", 5), "b": Variant("b", 4)}},
    ],
)
def test_what_is_drawn_as_another_must_have_its_cases(more):
    with pytest.raises(RubricError, match=r"'second\.a' is drawn as"):
        both_rubric(**more).check()
