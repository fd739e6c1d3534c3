import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.report import points, render_instructor_page, render_report, write_report
from grader.result import (
    Adjustment,
    Asked,
    CellRun,
    Evidence,
    Finding,
    Measurement,
    Mistake,
    Outcome,
    Picture,
    Place,
    PolicyFinding,
    Result,
    Status,
    Trouble,
    Value,
)

HOSTILE = (
    "\"'><script>window.hacked = 1</script><img src=https://example.org/x onerror=hack()>"
    "{{ 7*7 }}\ud800\x00"
)


def outcome(**changes: Any) -> Outcome:
    usual = Outcome("solve.small", "1.1", "Elimination", "Found.", 1.5, 1.5, Status.RIGHT)
    return msgspec.structs.replace(usual, **changes)


def result(*outcomes: Outcome, **changes: Any) -> Result:
    total = sum(o.points for o in outcomes)
    usual = Result("s1", "s1.ipynb", "matrix", "Linear systems", "1.0", total, outcomes)
    return msgspec.structs.replace(usual, **changes)


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._raw = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._raw = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        if not self._raw:
            self.text = re.sub(r"\s+", " ", self.text + data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def hostile_result() -> Result:
    trouble = Trouble(HOSTILE, HOSTILE, (Place(0, 1, HOSTILE, HOSTILE),))
    finding = Finding(HOSTILE, HOSTILE, "x", float("nan"), (1, 2), 3, 4)
    attacked = outcome(
        criterion=HOSTILE,
        number=HOSTILE,
        part=HOSTILE,
        title=HOSTILE,
        earned=0.0,
        status=Status.RAISED,
        cases=2,
        findings=(finding, msgspec.structs.replace(finding, sentence=HOSTILE)),
        case=HOSTILE,
        trouble=trouble,
        reason=HOSTILE,
        notes=(HOSTILE,),
        hint=HOSTILE,
        mistakes=(Mistake(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        calls=HOSTILE,
        cell=0,
        lines=(Place(0, 1, HOSTILE, HOSTILE), Place(99, 99, HOSTILE, HOSTILE)),
        pictures=(
            Picture("map", HOSTILE, (HOSTILE, HOSTILE), ((0, 9), (5, 1)), (2, 2)),
            Picture("points", HOSTILE, (HOSTILE, HOSTILE), ((0, 9, 9),)),
        ),
    )
    outputs: tuple[dict[str, Any], ...] = (
        {"output_type": "stream", "name": HOSTILE, "text": HOSTILE},
        {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": [HOSTILE]},
        {"output_type": "display_data", "data": {"text/html": HOSTILE, "text/plain": HOSTILE}},
        {"output_type": "display_data", "data": {"text/latex": HOSTILE}},
        {"output_type": "display_data", "data": {"image/png": HOSTILE, "text/plain": HOSTILE}},
        {"output_type": HOSTILE},
    )
    cells = (
        CellRun(0, "code", HOSTILE, HOSTILE, outputs, HOSTILE),
        CellRun(1, "markdown", HOSTILE + "\n\n" + HOSTILE),
        CellRun(2, HOSTILE, HOSTILE, trouble=trouble),
    )
    return Result(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        1.5,
        (attacked,),
        cells,
        (PolicyFinding(HOSTILE, HOSTILE, 0, 1),),
        {HOSTILE: HOSTILE},
        isolation=HOSTILE,
        measurements=(Measurement(HOSTILE, (HOSTILE, HOSTILE), (1.0, 1e-9)),),
        evidence=(
            Evidence(
                HOSTILE,
                1.0,
                HOSTILE,
                (Asked(0, HOSTILE, "x", (Value(HOSTILE, HOSTILE, HOSTILE),)),),
            ),
        ),
    )


@pytest.mark.parametrize("changes", [{}, {"refusal": HOSTILE}, {"fault": HOSTILE}])
def test_nothing_hostile_runs_or_loads_from_any_field(changes: dict[str, str]) -> None:
    text = render_report(msgspec.structs.replace(hostile_result(), **changes))
    assert_harmless(text)


def test_nothing_hostile_runs_in_the_instructors_page() -> None:
    assert_harmless(render_instructor_page(hostile_result()))


def assert_harmless(text: str) -> None:
    page = Page(text)
    assert len(page.all("script")) == 1
    assert len(page.all("style")) == 1
    assert page.all("img") == [{}] * len(page.all("img"))
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not (attributes.get("src") or attributes.get("href") or "").startswith("http")
    assert "49" not in page.text.replace("{{ 7*7 }}", "")
    assert "{{ 7*7 }}" in page.text
    assert "\x00" not in text
    text.encode()


def test_the_page_allows_exactly_its_own_style_and_script() -> None:
    assert_allows_only_its_own(render_report(result(outcome())))


def assert_allows_only_its_own(text: str) -> None:
    policy = next(
        a["content"]
        for a in Page(text).all("meta")
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    for tag in ("style", "script"):
        inline = text.split(f"<{tag}>")[1].split(f"</{tag}>", maxsplit=1)[0]
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none'; img-src data:;")
    assert "base-uri 'none'; form-action 'none'" in str(policy)


def test_the_same_result_gives_the_same_bytes_however_long_it_took() -> None:
    first = result(outcome(), cells=(CellRun(0, "code", "x = 1", "ok"),), seconds=1.0)
    again = msgspec.structs.replace(first, seconds=97.0)
    assert render_report(first) == render_report(again)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.75, "0.75"),
        (1.0, "1"),
        (7.5, "7.5"),
        (100.0, "100"),
        (0.0, "0"),
        (-0.0, "0"),
        (-1.0, "0"),
        (0.1 + 0.2, "0.3"),
        (0.125, "0.125"),
        (float("nan"), "0"),
    ],
)
def test_points_are_written_as_people_write_them(value: float, written: str) -> None:
    assert points(value) == written


def test_the_top_says_what_counts_and_what_waits_for_a_person() -> None:
    pending = outcome(criterion="explain", points=1.0, earned=None, status=Status.PENDING)
    page = Page(render_report(result(outcome(), outcome(points=2.0, earned=0.75), pending)))
    assert "2.25 of 3.5 points so far" in page.text
    assert "1 point waits for a person." in page.text


def test_without_pending_points_nothing_is_said_of_them() -> None:
    text = Page(render_report(result(outcome(points=1.0, earned=1.0)))).text
    assert "1 of 1 point " in text
    assert "so far" not in text
    assert "person" not in text


def test_a_refused_file_has_score_zero_and_its_reason() -> None:
    text = Page(render_report(result(total=9.0, refusal="It is not JSON."))).text
    assert "0 of 9 points" in text
    assert "This file could not be graded: It is not JSON." in text


def test_a_fault_of_the_grader_gives_no_score_and_blames_nobody() -> None:
    text = Page(render_report(result(outcome(), fault="The rubric failed."))).text
    assert "No score yet" in text
    assert "not the fault of this submission" in text
    assert "The rubric failed." in text


def test_parts_have_their_subtotals_in_order() -> None:
    second = outcome(part="Conditioning", points=2.0, earned=0.5, status=Status.WRONG)
    page = Page(render_report(result(outcome(), second, outcome(criterion="third"))))
    assert page.text.index("3 of 3 points") < page.text.index("0.5 of 2 points")
    sections = [a for a in page.all("section") if a.get("class") == "part"]
    assert len(sections) == 2


@pytest.mark.parametrize(
    ("status", "earned", "word", "opened"),
    [
        (Status.RIGHT, 1.5, "right", False),
        (Status.WRONG, 0.0, "not yet right", True),
        (Status.WRONG, 0.5, "partly right", True),
        (Status.WRONG, 1.5, "full points, with a note", False),
        (Status.RAISED, 0.0, "raised an exception", True),
        (Status.TIMED_OUT, 0.0, "stopped at the time limit", True),
        (Status.CRASHED, 0.0, "ended the process", True),
        (Status.NOT_ATTEMPTED, 0.0, "not attempted", True),
        (Status.PENDING, None, "waits for a person", False),
    ],
)
def test_every_status_is_a_word_and_lost_points_are_unfolded(
    status: Status, earned: float | None, word: str, opened: bool
) -> None:
    page = Page(render_report(result(outcome(status=status, earned=earned))))
    assert f" {word} " in page.text
    [details] = page.all("details")
    assert ("open" in details) is opened


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


def test_every_link_within_the_page_arrives_even_for_places_that_do_not_exist() -> None:
    places = (Place(0, 99, "f", "x"), Place(42, 1, "f", "x"), Place(1, 1, "f", "x"))
    trouble = Trouble("E", "", places)
    cells = (CellRun(0, "code", "x"), CellRun(1, "markdown", "# x"))
    raised = outcome(earned=0.0, status=Status.RAISED, trouble=trouble)
    policy = (PolicyFinding("Not on the list.", "scipy", 77, 1),)
    page = Page(render_report(result(raised, cells=cells, policy=policy)))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert str(link["href"])[1:] in ids


def test_what_stopped_a_cell_stands_with_the_cell() -> None:
    cells = (CellRun(0, "code", "while True: pass", "timed out", note="Stopped after 10 s."),)
    text = Page(render_report(result(outcome(), cells=cells))).text
    assert "Cell 1 stopped at the time limit" in text
    assert "Stopped after 10 s." in text


def test_a_traceback_gives_way_to_the_students_own_lines() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a long story"]}
    run = CellRun(0, "code", "f()", "raised", (error,), trouble=Trouble("E", "short"))
    text = render_report(result(outcome(), cells=(run,)))
    assert "a long story" not in text
    assert "short" in text


def test_packages_outside_the_list_are_for_the_instructor() -> None:
    policy = (PolicyFinding("scipy is not on the list.", "scipy", 2, 1),)
    text = Page(render_report(result(outcome(), policy=policy))).text
    assert "For the instructor: packages outside the allowed list" in text
    assert "cell 3, line 1" in text


def test_headings_go_down_one_step_at_a_time() -> None:
    cells = (CellRun(0, "markdown", "# A\n## B\n###### C"),)
    assert_headings_go_down(render_report(result(outcome(), cells=cells)))


def assert_headings_go_down(text: str) -> None:
    levels = [int(t[1]) for t, _ in Page(text).elements if re.fullmatch("h[1-6]", t)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


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


def test_the_report_is_written_into_its_folder(tmp_path: Path) -> None:
    path = write_report(result(outcome(), title="Ünïcode"), tmp_path / "new" / "s1")
    assert path == tmp_path / "new" / "s1" / "report.html"
    assert path.read_bytes() == render_report(result(outcome(), title="Ünïcode")).encode()


def test_a_typical_report_is_small() -> None:
    source = "\n".join(f"value_{line} = compute({line}, name='text')  # note" for line in range(25))
    cells = tuple(CellRun(i, "code", f"# {i}\n{source}", "ok") for i in range(30))
    assert len(render_report(result(outcome(), cells=cells)).encode()) < 400_000


def test_after_very_much_the_rest_of_a_notebook_is_shown_plainly_and_in_full() -> None:
    source = "x = 1  # a line\n" * 1_000
    code = [CellRun(n, "code", source) for n in range(60)]
    markdown = [CellRun(n, "markdown", "**strong** words") for n in range(60, 62)]
    page = render_report(result(cells=(*code, *markdown)))
    assert page.count("# a line") == 60_000
    assert '<span class="n">x</span>' in page
    assert "**strong** words" in page


def test_what_rules_take_off_stands_on_lines_of_its_own() -> None:
    lines = (
        Adjustment("lateness", "1 day has begun since the deadline.", 1.0),
        Adjustment("packages", f"Uses `{HOSTILE}`."),
    )
    page = Page(render_report(result(outcome(), adjustments=lines)))
    assert "0.5 of 1.5 points" in page.text
    assert "Rules of the assignment 1 day has begun since the deadline. −1 point Uses" in page.text
    assert not [tag for tag, _ in page.elements if tag == "img"]


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


def test_a_cell_says_which_points_it_is_about_and_leads_there() -> None:
    cells = (CellRun(0, "code", "def solve(): ..."), CellRun(1, "code", "x = 1"))
    page = Page(render_report(result(outcome(cell=0), cells=cells)))
    assert "Cell 1 not run 1.1: right, 1.5 of 1.5 def solve()" in page.text
    assert {"class": "right", "href": "#criterion-1.1"} in page.all("a")
    assert "criterion-1.1" in [attributes.get("id") for _, attributes in page.elements]


def test_the_top_says_what_is_late_or_flagged_in_words() -> None:
    policy = (PolicyFinding("scipy is not on the list.", "scipy", 2, 1),)
    told = result(outcome(), policy=policy, late=True, counts=False, later="s1-2")
    top = Page(render_report(told)).text.partition("Elimination")[0]
    assert "It was handed in after the deadline." in top
    assert "Another submission of yours counts in its place." in top
    assert "It is flagged for a person to look at, as it uses scipy." in top


def test_a_measurement_is_shown_and_said_to_count_for_nothing() -> None:
    one = Measurement("What a loop costs", ("loop", "array"), (22.8e-3, 237e-6))
    text = Page(render_report(result(outcome(), measurements=(one,)))).text
    assert "The loop took 22.8 ms, the array 237 µs: 96 times as long." in text
    assert "It counts for no points" in text
