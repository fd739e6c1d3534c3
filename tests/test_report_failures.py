"""A report tells of a failure: what went wrong, why, where, and what to mend first."""

from grader.report import render_report
from grader.result import (
    CellRun,
    Finding,
    Mistake,
    Picture,
    Place,
    Status,
    Trouble,
)
from tests.reported import Page, outcome, result


def test_what_was_found_is_told_in_full() -> None:
    finding = Finding("x", "values", "Two entries are off.", 0.031, (4, 1), 2, 6)
    wrong = outcome(
        earned=0.5,
        status=Status.WRONG,
        cases=6,
        cases_right=4,
        findings=(finding,),
        case="solve(A, b)",
        reason="Some reason.",
        notes=("Something understood.",),
        hint="Try by hand.",
    )
    text = Page(render_report(result(wrong))).text
    for said in (
        "Right in 4 of 6 cases.",
        "solve(A, b)",
        "x Two entries are off.",
        "relative error up to 0.031",
        "at index [4, 1]",
        "2 of 6 entries off",
        "Some reason.",
        "Something understood.",
        "Try by hand.",
    ):
        assert said in text


def test_named_mistakes_stand_at_the_top_with_all_that_they_cost() -> None:
    big = Mistake("a", "The `sign` is wrong.", "the last line")
    small = Mistake("b", "A sum is missing.", "the loop")
    lost = [
        outcome(number="1.1", earned=0.0, status=Status.WRONG, mistakes=(small,)),
        outcome(number="1.2", earned=0.0, status=Status.WRONG, mistakes=(big,), hint="Try 1."),
        outcome(number="1.3", earned=0.0, status=Status.WRONG, mistakes=(big,)),
    ]
    text = Page(render_report(result(*lost))).text
    top = text[: text.index("Elimination")]
    assert "What to mend, one after the other" in top
    assert "The sign is wrong. Look at the last line. 3 points: 1.2, 1.3" in top
    assert top.index("The sign is wrong.") < top.index("A sum is missing.")
    assert "A first hint. Look at the last line. A second hint Try 1." in text


def test_a_pattern_over_the_cases_is_told() -> None:
    wrong = outcome(earned=0.0, status=Status.WRONG, pattern="It goes wrong in long cases.")
    assert "It goes wrong in long cases." in Page(render_report(result(wrong))).text


def test_a_hint_is_kept_back_where_no_point_was_lost() -> None:
    assert "Try by hand." not in render_report(result(outcome(hint="Try by hand.")))


def test_an_exception_leads_to_the_line_in_the_listing() -> None:
    places = (Place(1, 2, "<module>", "solve()"), Place(6, 1, "solve", "1 / 0"))
    trouble = Trouble("ZeroDivisionError", "division by zero", places)
    cells = (CellRun(1, "code", "x = 1\nsolve()"), CellRun(6, "code", "1 / 0"))
    raised = outcome(earned=0.0, status=Status.RAISED, trouble=trouble)
    page = Page(render_report(result(raised, cells=cells)))
    assert "ZeroDivisionError: division by zero" in page.text
    assert "cell 2, line 2 solve()" in page.text
    assert "cell 7, line 1, in solve" in page.text
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert {"cell-2", "cell-2-line-2", "cell-7-line-1"} <= ids


def told_in_order(page: Page, *words: str) -> bool:
    places = [page.text.index(word) for word in words]
    return places == sorted(places)


def test_a_failure_is_told_from_what_was_called_to_the_line_it_is_about() -> None:
    lost = outcome(
        earned=0.0,
        status=Status.WRONG,
        cases=3,
        case="a square matrix",
        calls="solve(A, b)",
        findings=(Finding("x", "values", "All entries of `x` are off.", 0.5, (1,), 6, 6),),
        pictures=(Picture("bars", "x", ("relative error", "row"), ((0, 9),), (2,)),),
        mistakes=(Mistake("pivot", "No rows are exchanged.", "the loop", "Try a zero."),),
        lines=(Place(1, 2, "solve", "    x = A / b"),),
        hint="Not told, as there is a better one.",
    )
    cells = (CellRun(1, "code", "def solve(A, b):\n    x = A / b"),)
    page = Page(render_report(result(lost, cells=cells)))
    assert told_in_order(
        page,
        "solve(A, b) What follows was seen with a square matrix.",
        "The sentence above, in every case. Right in 0 of 3 cases.",
        "All entries of x are off.",
        "Errors of x, by row",
        "What it is. No rows are exchanged.",
        "A first hint. Look at the loop.",
        "A second hint Try a zero.",
        "Most likely here cell 2, line 2, in solve x = A / b",
    )
    assert "Not told" not in page.text
    [second] = [a for tag, a in page.elements if a.get("class") == "second"]
    assert "open" not in second
    assert {"href": "#cell-2-line-2"} in page.all("a")


def test_of_what_has_one_cause_the_first_is_unfolded_and_the_others_lead_to_it() -> None:
    sign = Mistake("sign", "The sign is wrong.", "the sum")
    lost = [
        outcome(
            criterion=f"c{n}.x", number=f"1.{n}", earned=0.0, status=Status.WRONG, mistakes=(sign,)
        )
        for n in (1, 2, 3)
    ]
    page = Page(render_report(result(*lost)))
    criteria = [a for tag, a in page.elements if "criterion" in str(a.get("class")).split()]
    assert ["open" in attributes for attributes in criteria] == [True, False, False]
    assert page.text.count("The same cause as in 1.1: mend that first.") == 2


def test_no_more_is_unfolded_in_an_exercise_than_a_person_can_act_on() -> None:
    lost = [
        outcome(criterion=f"c{n}", number=f"1.{n}", earned=0.0, status=Status.WRONG, reason="R.")
        for n in range(8)
    ]
    page = Page(render_report(result(*lost)))
    criteria = [a for tag, a in page.elements if "criterion" in str(a.get("class")).split()]
    assert ["open" in attributes for attributes in criteria] == [True] * 3 + [False] * 5


def test_what_is_said_of_several_parts_is_said_once() -> None:
    findings = tuple(
        Finding(name, "values", f"All entries of `{name}` are off.", 0.5) for name in "abc"
    )
    others = tuple(Finding(n, "shape", f"`{n}` has a shape like no other: {n}.") for n in "defg")
    lost = outcome(earned=0.0, status=Status.WRONG, findings=(*findings, *others))
    text = Page(render_report(result(lost))).text
    assert "All entries of a are off. The same holds of b and c." in text
    assert "And 2 more differences" in text
