"""The report: what it says at the top and of each exercise, and that it is the same each time."""

from pathlib import Path

import msgspec
import pytest

from grader.report import points, render_report, write_report
from grader.result import (
    Adjustment,
    CellRun,
    Measurement,
    PolicyFinding,
    Status,
)
from tests.reported import HOSTILE, Page, assert_headings_go_down, outcome, result


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


def test_of_a_refused_file_nothing_is_unfolded_and_no_hint_is_given() -> None:
    absent = {"earned": 0.0, "status": Status.NOT_ATTEMPTED, "hint": "Try 2."}
    page = Page(render_report(result(outcome(**absent), refusal="It is not JSON.")))
    assert "Try 2." not in page.text
    assert not [one for one in page.all("details") if "open" in one]
    assert "Try 2." in Page(render_report(result(outcome(**absent)))).text


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


def test_packages_outside_the_list_are_for_the_instructor() -> None:
    policy = (PolicyFinding("scipy is not on the list.", "scipy", 2, 1),)
    text = Page(render_report(result(outcome(), policy=policy))).text
    assert "For the instructor: packages outside the allowed list" in text
    assert "cell 3, line 1" in text


def test_headings_go_down_one_step_at_a_time() -> None:
    cells = (CellRun(0, "markdown", "# A\n## B\n###### C"),)
    assert_headings_go_down(render_report(result(outcome(), cells=cells)))


def test_the_report_is_written_into_its_folder(tmp_path: Path) -> None:
    path = write_report(result(outcome(), title="Ünïcode"), tmp_path / "new" / "s1")
    assert path == tmp_path / "new" / "s1" / "report.html"
    assert path.read_bytes() == render_report(result(outcome(), title="Ünïcode")).encode()


def test_what_rules_take_off_stands_on_lines_of_its_own() -> None:
    lines = (
        Adjustment("lateness", "1 day has begun since the deadline.", 1.0),
        Adjustment("packages", f"Uses `{HOSTILE}`."),
    )
    page = Page(render_report(result(outcome(), adjustments=lines)))
    assert "0.5 of 1.5 points" in page.text
    assert "Rules of the assignment 1 day has begun since the deadline. −1 point Uses" in page.text
    assert not [tag for tag, _ in page.elements if tag == "img"]


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
