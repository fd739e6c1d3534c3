"""Questions put to both sides become outcomes."""

import pytest

from grader.examiner import Examiner
from grader.result import Status
from grader.sandbox.session import Session
from grader.scoring import score
from grader.submission import Cell

HALF = "import numpy as np\ndef half(x): return x / 2\n"
DOUBLE = "def double(x): return x + x\n"


@pytest.fixture
def outcomes_of(halves, zygote):
    examiner = Examiner(halves)

    def outcomes_of(source):
        session = Session(zygote, [Cell(0, "code", source)], halves.settings.limits)
        session.run_notebook()
        try:
            return {one.outcome.criterion: one.outcome for one in score(examiner, session)}
        finally:
            session.close()

    return outcomes_of


def test_a_right_submission_gets_every_automatic_point(outcomes_of):
    found = outcomes_of(HALF + DOUBLE)
    assert [outcome.earned for outcome in found.values()] == [1, 2, None]
    assert [outcome.status for outcome in found.values()] == [
        Status.RIGHT,
        Status.RIGHT,
        Status.PENDING,
    ]
    assert (found["half"].cases, found["half"].cases_right) == (3, 3)
    assert found["half"].hint == ""


def test_a_wrong_first_step_does_not_cost_the_second(outcomes_of):
    found = outcomes_of("def half(x): return x / 3\n" + DOUBLE)
    assert (found["half"].earned, found["half"].status) == (0, Status.WRONG)
    assert found["half"].hint == "Divide."
    assert (found["double"].earned, found["double"].status) == (2, Status.RIGHT)
    assert found["double"].notes == ("Judged by your own half.",)
    assert found["double"].cases_right < found["double"].cases  # one case was passed over


def test_the_hidden_values_of_a_case_are_not_said(outcomes_of):
    assert outcomes_of("def half(x): return x / 3\n" + DOUBLE)["half"].case == ""


def test_a_wrong_second_step_is_wrong_even_for_its_own_first(outcomes_of):
    found = outcomes_of("def half(x): return x / 3\ndef double(x): return 4 * x")
    assert found["double"].earned == 0


def test_nothing_is_followed_through_that_did_no_work(outcomes_of):
    found = outcomes_of("def half(x): return 0 * x\n" + DOUBLE)
    assert found["double"].earned == 0
    assert found["double"].reason == "`half` gives zeros."


def test_too_few_cases_left_to_judge_by_earn_nothing_and_say_why(halves, zygote):
    text = halves.rubric_source.read_text()
    text = text.replace(
        "if case[0] < 0:\n        raise PassOver", 'raise PassOver("Nothing to see.")'
    )
    halves.rubric_source.write_text(text)
    double = double_of(halves, zygote, "def half(x): return x / 3\ndef double(x): return x + x")
    assert (double.earned, double.reason) == (0, "Nothing to see.")


def test_a_refusal_is_said_also_where_another_chance_passes_the_case_over(halves, zygote):
    never = "@double.follow_through(after=[half], tolerance=CLOSE, note='')\ndef never(*_):\n"
    with halves.rubric_source.open("a") as rubric:
        rubric.write(f"\n\n{never}    raise PassOver\n")
    double = double_of(halves, zygote, "def half(x): return 0 * x\ndef double(x): return x + x")
    assert (double.earned, double.reason) == (0, "`half` gives zeros.")


def test_after_a_case_that_stays_wrong_nobody_is_asked_a_second_time(halves, zygote, capsys):
    text = halves.rubric_source.read_text()
    refusing = "import sys\n        print('asked', file=sys.stderr)\n        raise NoCredit('No.')"
    halves.rubric_source.write_text(
        text.replace("if case[0] < 0:", "if True:").replace("raise PassOver", refusing)
    )
    double = double_of(halves, zygote, "def half(x): return x / 3\ndef double(x): return x + x")
    assert capsys.readouterr().err.count("asked") == 1
    assert (double.earned, double.reason, double.cases_right) == (0, "No.", 0)


def double_of(assignment, zygote, source):
    """The outcome of the second criterion."""
    session = Session(zygote, [Cell(0, "code", source)], assignment.settings.limits)
    session.run_notebook()
    marked = score(Examiner(assignment), session)
    session.close()
    return next(one.outcome for one in marked if one.outcome.criterion == "double")


def test_a_first_step_that_was_right_gives_no_second_chance(outcomes_of):
    found = outcomes_of(HALF + "def double(x): return 3 * x")
    assert found["double"].earned == 0
    assert found["double"].status is Status.WRONG
    assert found["double"].notes == ()


@pytest.mark.parametrize(
    ("half", "status"),
    [
        ("def half(x): raise ValueError('no')", Status.RAISED),
        ("def half(x): raise NotImplementedError", Status.NOT_ATTEMPTED),
        ("", Status.NOT_ATTEMPTED),
        ("def half(x):\n    while True: pass", Status.TIMED_OUT),
        ("def half(x):\n    import os; os._exit(0)", Status.CRASHED),
        ("def half(x): return None", Status.WRONG),
        ("def half(x): return 'x / 2'", Status.WRONG),
        ("def half(x): return x * float('nan')", Status.WRONG),
        ("def half(x): return x.reshape(2, 2) / 2", Status.WRONG),
        ("half = 3", Status.WRONG),
        ("def half(x): return (x / 2).astype(complex)", Status.WRONG),
        ("class half(object):\n    def __init__(self, x): pass\n    "
         "def __eq__(self, other): return True", Status.WRONG),
    ],
)  # fmt: skip
def test_every_way_to_fail_is_a_status_of_its_own(outcomes_of, half, status):
    found = outcomes_of(f"{half}\n{DOUBLE}")
    assert (found["half"].status, found["half"].earned) == (status, 0)


def test_a_hanging_check_costs_itself_and_not_the_next(outcomes_of):
    slow = "def double(x):\n    while True: pass\n"
    found = outcomes_of(HALF + slow)
    assert found["half"].earned == 1
    assert found["double"].status is Status.TIMED_OUT


def test_a_generator_of_ones_own_does_not_change_the_score(outcomes_of):
    noisy = "import random, time\nrandom.seed(time.time())\nnp.random.seed(None)\n"
    assert [outcome.earned for outcome in outcomes_of(HALF + noisy + DOUBLE).values()] == [
        1,
        2,
        None,
    ]


def test_an_error_in_the_answers_form_is_told_without_our_traceback(outcomes_of):
    found = outcomes_of("def half(x): return {'a': x}\n" + DOUBLE)
    assert "a dictionary" in found["half"].findings[0].sentence
    assert found["double"].status in (Status.WRONG, Status.RAISED)
