"""Nothing that a notebook says runs in its report, and students see no right answers in theirs."""

import msgspec
import pytest

from grader.report import render_instructor_page, render_report
from grader.result import (
    Asked,
    Evidence,
    Result,
    Status,
    Value,
)
from tests.reported import (
    HOSTILE,
    Page,
    assert_allows_only_its_own,
    assert_harmless,
    hostile_result,
    outcome,
    result,
)


@pytest.mark.parametrize("changes", [{}, {"refusal": HOSTILE}, {"fault": HOSTILE}])
def test_nothing_hostile_runs_or_loads_from_any_field(changes: dict[str, str]) -> None:
    text = render_report(msgspec.structs.replace(hostile_result(), **changes))
    assert_harmless(text)


def test_nothing_hostile_runs_in_the_instructors_page() -> None:
    assert_harmless(render_instructor_page(hostile_result()))


def test_the_page_allows_exactly_its_own_style_and_script() -> None:
    assert_allows_only_its_own(render_report(result(outcome())))


def with_evidence() -> Result:
    values = (Value("x", "float64 [2]\n[0.1234 0.5678]", "float64 [2]\n[9 9]"),)
    cases = (Asked(0, "a matrix", "right"), Asked(1, "a row", "not right at once", values))
    evidence = Evidence("solve.small", 0.0421, "1e-9: rounding.", cases, 91.2)
    wrong = outcome(earned=0.0, status=Status.WRONG)
    return result(wrong, evidence=(evidence,), file="my 'best'.ipynb", isolation="a cage")


def test_the_instructor_sees_cases_values_times_versions_and_how_to_ask_again() -> None:
    text = Page(render_instructor_page(with_evidence())).text
    for said in (
        "The instructor’s view: it holds right answers",
        "2 cases in 42 ms, at most 91 MiB of memory until then. Tolerance 1e-9: rounding.",
        "right: a matrix",
        "not right at once: a row",
        "float64 [2] [0.1234 0.5678]",
        "float64 [2] [9 9]",
        "Isolationa cage",
        "NumPy",
        """replay("my 'best'.ipynb", 'solve.small', 1, solution='solution/matrix')""",
    ):
        assert said in text


def test_the_students_report_holds_nothing_of_what_it_was_scored_by() -> None:
    shown = with_evidence()
    assert render_report(shown) == render_report(msgspec.structs.replace(shown, evidence=()))
    for kept_back in ("0.1234", "a matrix", "replay", "instructor"):
        assert kept_back not in Page(render_report(shown)).text.lower()
