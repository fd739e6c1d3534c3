"""Results in the schema of Gradescope."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from grader.errors import UsageError
from grader.exchange.graded import read_graded, read_one
from grader.exchange.gradescope import results_of, write_results_json
from grader.result import (
    Adjustment,
    Finding,
    Origin,
    Outcome,
    Place,
    PolicyFinding,
    Result,
    Status,
    Student,
    Trouble,
)

WRONG = Outcome(
    "half.multi",
    "1.2",
    "Exercise 1",
    "Half of every entry.",
    1.5,
    0.0,
    Status.WRONG,
    6,
    4,
    (Finding("", "values", "2 of 4 entries are off.", 0.25, (1, 2), 2, 4),),
    "a vector of 4 entries",
    Trouble("ValueError", "no", (Place(3, 2, "half", "return x // 2"),)),
    "A reason.",
    ("Something understood.",),
    "Divide.",
)
RIGHT = Outcome("half.single", "1.1", "Exercise 1", "Half.", 0.5, 0.5, Status.RIGHT, 6, 6)
PENDING = Outcome("why", "1.3", "Exercise 1", "A reason.", 1, None, Status.PENDING)


def result(*outcomes, **changes):
    usual = Result("s1", "s1.ipynb", "halves", "Halves", "3", 3.0, outcomes, seconds=1.23456)
    return msgspec.structs.replace(usual, **changes)


def test_the_fields_are_those_that_gradescope_reads():
    found = results_of(result(RIGHT, WRONG, PENDING))
    assert found["score"] == 0.5
    assert found["execution_time"] == 1.235
    assert found["output"] == "0.5 of 2 points. 1 point waits for a person."
    right, wrong, _ = found["tests"]
    assert right["name"] == "half.single: Half."
    assert (right["number"], right["score"], right["max_score"]) == ("1.1", 0.5, 0.5)
    assert (right["status"], wrong["status"]) == ("passed", "failed")
    assert {test["visibility"] for test in found["tests"]} == {"visible"}
    assert [test["extra_data"]["criterion"] for test in found["tests"]] == [
        "half.single",
        "half.multi",
        "why",
    ]


def test_what_a_person_has_yet_to_grade_has_neither_score_nor_status():
    (test,) = results_of(result(PENDING))["tests"]
    assert not {"score", "status"} & set(test)
    assert test["max_score"] == 1
    assert test["output"] == "A person will read this answer."


def test_the_output_tells_all_that_was_found():
    (test,) = results_of(result(WRONG))["tests"]
    assert test["output"].split("\n") == [
        "Wrong.",
        "Seen with a vector of 4 entries.",
        "2 of 4 entries are off. (relative error up to 0.25, at index [1, 2], 2 of 4 entries off)",
        "ValueError: no",
        "  cell 4, line 2, in half: return x // 2",
        "A reason.",
        "Note: Something understood.",
        "Hint: Divide.",
    ]


def test_a_refused_file_scores_zero_and_says_why():
    found = results_of(result(WRONG, refusal="The file is empty."))
    assert found["score"] == 0
    assert found["output"] == "This file could not be graded: The file is empty."


def test_a_fault_of_the_grader_gives_no_score():
    found = results_of(result(fault="The rubric failed."))
    assert "score" not in found
    assert "not the submission's fault" in found["output"]


@pytest.mark.parametrize("text", ["\ud800", "\x00", "</script>", "ü" * 10])
def test_whatever_a_student_wrote_becomes_valid_json(tmp_path, text):
    policy = (PolicyFinding(f"`{text}` is not allowed.", text, 0, 1),)
    hostile = msgspec.structs.replace(WRONG, trouble=Trouble(text, text))
    path = tmp_path / "results.json"
    write_results_json(result(hostile, identity={"Name": text}, policy=policy), path)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["tests"][0]["max_score"] == 1.5


def test_what_the_rules_take_off_is_off_the_score_and_stands_in_the_output():
    lines = (Adjustment("lateness", "A day late.", 0.25), Adjustment("packages", "Looked at."))
    found = results_of(result(RIGHT, adjustments=lines))
    assert found["score"] == 0.25
    assert found["output"].split("\n") == ["0.25 of 0.5 points.", "A day late.", "Looked at."]
    assert found["extra_data"]["earned"] == 0.5


def test_all_about_the_student_is_read_back_as_it_was(tmp_path):
    moment = datetime(2026, 12, 1, 12, tzinfo=UTC)
    origin = Origin("Moodle", "A_1_", (Student("A"),), "1", moment, late=True, order=3)
    written = result(
        RIGHT,
        origin=origin,
        students=(Student("A", "01", "a@x.org"),),
        due=datetime(2026, 11, 30, 23, 59, tzinfo=ZoneInfo("Europe/Vienna")),
        late=True,
        counts=False,
        adjustments=(Adjustment("lateness", "A day late.", 0.1),),
        flags=("Look.",),
        policy=(PolicyFinding("`torch` …", "torch", 0, 1),),
    )
    (tmp_path / "s1").mkdir()
    write_results_json(written, tmp_path / "s1" / "results.json")
    (found,) = read_graded(tmp_path)
    for field in ("submission", "origin", "students", "late", "counts", "adjustments", "flags"):
        assert getattr(found, field) == getattr(written, field)
    assert found.due == written.due
    assert (found.score, found.earned, found.packages) == (0.4, 0.5, ("torch",))


def test_results_that_are_missing_or_of_another_form_are_said_with_their_file(tmp_path):
    with pytest.raises(UsageError, match="holds no results"):
        read_graded(tmp_path)
    with pytest.raises(UsageError, match=r"s1.results\.json: there is no such file"):
        read_one(tmp_path / "s1")
    (tmp_path / "s1").mkdir()
    for text in ("{", "[]", '{"extra_data": {}}'):
        (tmp_path / "s1" / "results.json").write_text(text)
        with pytest.raises(UsageError, match=r"s1.results\.json: can't be read"):
            read_graded(tmp_path)
