"""Who handed in what and when, and what the rules make of it."""

import os
from datetime import UTC, datetime

import msgspec
import pytest

from grader.assignment import Settings
from grader.confirmations import Confirmation, OnViolation, Ruling, add_confirmation
from grader.intake import Intake, Sources
from grader.lateness import UNKNOWN, Deadline
from grader.naming import name_submissions
from grader.result import Origin, Outcome, PolicyFinding, Result, Status, Student

SETTINGS = Settings("halves", "Halves", "1", 1, ("numpy",), ("Name", "Student number"))
DEADLINE = Deadline(datetime(2026, 11, 30, 23, 59), "Europe/Vienna", points_per_day=1)
ROSTER = "student number,name,e-mail\n1,Anna A,a@x.org\n2,Ben B,b@x.org\n3,Cem C,c@x.org\n"
IN_TIME = datetime(2026, 11, 30, 12, tzinfo=UTC)
TOO_LATE = datetime(2026, 12, 1, 12, tzinfo=UTC)


def moodle(name, number, **more):
    return Origin("Moodle", f"{name}_{number}_", (Student(name),), number, **more)


def result(name, earned=8.0, **more):
    outcome = Outcome("half", "1.1", "Part", "Half.", 10.0, earned, Status.WRONG)
    return Result(name, f"{name}.ipynb", "halves", "Halves", "1", 10.0, (outcome,), **more)


@pytest.fixture
def intake(tmp_path):
    """Take in what is given by file name, with tables given as text and settings changed."""

    def intake(found, roster="", times="", trust=False, **settings):
        tables = {}
        for name, text in (("roster", roster), ("times", times)):
            if text:
                tables[name] = tmp_path / f"{name}.csv"
                tables[name].write_text(text, encoding="utf-8")
        both = {"roster": None, "times": None} | tables
        sources = Sources.read(**both, trust_file_times=trust)
        paths = {tmp_path / "in" / name: item for name, item in found.items()}
        changed = msgspec.structs.replace(SETTINGS, **settings)
        return Intake(name_submissions(paths), paths, changed, sources, tmp_path)

    return intake


def test_without_any_source_a_result_stays_as_it_is(intake):
    graded = result("a")
    assert intake({"a.ipynb": Origin()}).finish(graded) == graded


def test_the_roster_gives_each_result_its_student_and_says_who_is_missing(intake):
    taken = intake(
        {"x.ipynb": moodle("Anna A", "71"), "y.ipynb": moodle("Eva E", "72")}, roster=ROSTER
    )
    anna, eva = (taken.finish(result(name)) for name in ("Anna_A_71", "Eva_E_72"))
    assert anna.students == (Student("Anna A", "1", "a@x.org"),)
    assert anna.flags == ()
    assert eva.students == ()
    assert eva.flags == ("Not on the roster: “Eva E”.",)
    assert [student.name for student in taken.missing] == ["Ben B", "Cem C"]


def test_a_plain_folder_is_matched_by_what_the_notebooks_say(intake, write_notebook, tmp_path):
    (tmp_path / "in").mkdir()
    write_notebook("#md Name: ben b", "x = 1", name="in/one.ipynb")
    (tmp_path / "in" / "two.ipynb").write_text("broken")
    taken = intake({"one.ipynb": Origin(), "two.ipynb": Origin()}, roster=ROSTER)
    one = taken.finish(result("one", identity={"Name": "ben b", "Student number": ""}))
    assert [student.name for student in one.students] == ["Ben B"]
    assert [student.name for student in taken.missing] == ["Anna A", "Cem C"]
    assert taken.finish(result("two", refusal="broken")).flags == (
        "Not on the roster: who handed this in.",
    )


def test_of_two_the_latest_counts_and_both_are_kept(intake):
    taken = intake(
        {
            "x.ipynb": moodle("Anna A", "71", time=IN_TIME),
            "y.ipynb": Origin("Gradescope", "s_5", (Student("", "1"),), "5", TOO_LATE),
        },
        roster=ROSTER,
    )
    first, second = (taken.finish(result(name)) for name in taken.names.values())
    assert (first.counts, first.flags) == (False, (f"A later one counts: {second.submission}.",))
    assert second.counts
    assert second.flags == ("Handed in 2 times; this is the latest and counts.",)


def test_of_canvas_files_the_later_upload_counts_without_a_roster(intake):
    def canvas(order):
        return Origin("Canvas", "9", (Student("aanna"),), "9", order=order)

    taken = intake({"x.ipynb": canvas(5), "x-1.ipynb": canvas(8)})
    assert [taken.finish(result(name)).counts for name in taken.names.values()] == [False, True]


@pytest.mark.parametrize("time", [None, IN_TIME])
def test_where_the_latest_is_not_known_none_counts(intake, time):
    item = moodle("Anna A", "71", time=time)
    taken = intake({"x.ipynb": item, "y.ipynb": item})
    for name in taken.names.values():
        finished = taken.finish(result(name))
        assert not finished.counts
        assert "it isn't known which is the latest: none counts" in finished.flags[0]


def test_of_copies_one_counts_as_it_does_not_matter_which(intake, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("x.ipynb", "y.ipynb"):
        (tmp_path / "in" / name).write_text("the same")
    item = moodle("Anna A", "71")
    taken = intake({"x.ipynb": item, "y.ipynb": item})
    counting = [taken.finish(result(name)).counts for name in sorted(taken.names.values())]
    assert counting == [True, False]


def test_an_extension_that_fits_nobody_or_two_is_said(intake):
    moments = dict.fromkeys(("Annna A", "1", "Ben B"), datetime(2026, 12, 7))
    rule = {"extensions": moments, "deadline": DEADLINE}
    twice = f"{ROSTER}9,Ben B,ben2@x.org\n"
    taken = intake({"x.ipynb": moodle("Anna A", "71")}, roster=twice, **rule)
    assert [doubt.partition(" fits ")[2][:20] for doubt in taken.doubts] == [
        "nobody on the roster",
        "more than one person",
    ]
    assert intake({"x.ipynb": moodle("Anna A", "71")}, **rule).doubts == ()


def test_folders_around_the_nearest_one_tell_whose_it_is(intake):
    paths = {f"{who}/hw/nb.ipynb": Origin() for who in ("Anna A", "2")}
    taken = intake(paths, roster=ROSTER)
    people = [taken.finish(result(name)).students[0].name for name in taken.names.values()]
    assert people == ["Anna A", "Ben B"]


def test_nobody_takes_the_place_of_somebody_else_by_a_name_in_a_notebook(
    intake, write_notebook, tmp_path
):
    (tmp_path / "in").mkdir()
    write_notebook("#md Name: Anna A\n\nStudent number: 1", "x = 1", name="in/mine.ipynb")
    write_notebook("#md Name: Anna A", "x = 1", name="in/Anna A.ipynb")
    taken = intake({"mine.ipynb": Origin(), "Anna A.ipynb": Origin()}, roster=ROSTER)
    identity = {"Name": "Anna A", "Student number": "1"}
    anna, mine = (taken.finish(result(name, identity=identity)) for name in ("Anna_A", "mine"))
    assert (anna.counts, mine.counts) == (True, False)
    assert "Only the notebook itself says whose it is" in mine.flags[0]
    assert "Another one says of itself" in anna.flags[0]


def test_a_late_one_loses_points_on_a_line_of_its_own(intake):
    taken = intake({"x.ipynb": moodle("Anna A", "71", time=TOO_LATE)}, deadline=DEADLINE)
    late = taken.finish(result("Anna_A_71"))
    assert (late.earned, late.score, late.late) == (8.0, 7.0, True)
    (line,) = late.adjustments
    assert (line.rule, line.points) == ("lateness", 1.0)


def test_nobody_gets_less_than_nothing(intake):
    taken = intake({"x.ipynb": moodle("Anna A", "71", time=TOO_LATE)}, deadline=DEADLINE)
    assert taken.finish(result("Anna_A_71", earned=0.5)).score == 0


def test_an_unknown_time_costs_nothing_and_a_platforms_word_for_it_is_a_flag(intake):
    found = {"x.ipynb": Origin("Canvas", "9", (), "9", late=True, order=3)}
    late = intake(found, deadline=DEADLINE).finish(result("9"))
    assert (late.score, late.late) == (8.0, True)
    assert [line.sentence for line in late.adjustments] == [UNKNOWN]
    assert late.flags == ("Canvas says late, but not when: give --times.",)


def test_what_is_refused_or_failed_has_no_lines(intake):
    taken = intake({"x.ipynb": moodle("Anna A", "71", time=TOO_LATE)}, deadline=DEADLINE)
    assert taken.finish(result("Anna_A_71", refusal="empty")).adjustments == ()
    assert taken.finish(result("Anna_A_71", fault="rubric")).adjustments == ()


@pytest.mark.parametrize(
    "times",
    [
        "name,time\nAnna A,2026-12-01 13:00\n",
        "submission;time\nAnna_A_71;2026-12-01T12:00:00Z\n",
        "Identifier,Last modified (submission),Grade\n"
        'Participant 71,"Tuesday, 1 December 2026, 1:00 PM",\nParticipant 72,-,\n',
        'ID,Zuletzt geändert (Abgabe)\nTeilnehmer/in71,"Dienstag, 1. Dezember 2026, 13:00"\n',
    ],
)
def test_a_table_of_times_is_read_on_the_clock_of_the_deadline(intake, times):
    taken = intake({"x.ipynb": moodle("Anna A", "71")}, times=times, deadline=DEADLINE)
    assert taken.finish(result("Anna_A_71")).origin.time == TOO_LATE


def test_a_table_of_times_with_an_unreadable_one_is_said_with_its_row(intake):
    with pytest.raises(Exception, match=r"times\.csv, row 3: “soon” is no date"):
        intake({}, times="name,time\nA,\nB,soon\n")
    with pytest.raises(Exception, match=r"times\.csv: needs a column “time”"):
        intake({}, times="name\nA\n")


def test_a_files_own_time_counts_only_when_told(intake, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.ipynb").write_text("{}")
    os.utime(tmp_path / "in" / "x.ipynb", (TOO_LATE.timestamp(),) * 2)
    found = {"x.ipynb": Origin()}
    assert intake(found, deadline=DEADLINE).finish(result("x")).score == 8
    assert intake(found, trust=True, deadline=DEADLINE).finish(result("x")).score == 7


EXTENDED = {"deadline": DEADLINE}


@pytest.mark.parametrize("who", ["1", "A@x.org", "a, anna", "Anna_A_71"])
def test_an_extension_is_found_by_number_e_mail_name_or_submission(intake, who):
    taken = intake(
        {"x.ipynb": moodle("Anna A", "71", time=TOO_LATE)},
        roster=ROSTER,
        extensions={who: datetime(2026, 12, 7, 23, 59), "2": datetime(2027, 1, 1)},
        **EXTENDED,
    )
    late = taken.finish(result("Anna_A_71"))
    assert (late.score, late.late, late.due.day) == (8.0, False, 7)
    assert "before the extended deadline" in late.adjustments[0].sentence


def test_an_extension_of_someone_else_is_not_to_be_had_by_writing_their_number(
    intake, write_notebook, tmp_path
):
    extensions = {"2": datetime(2026, 12, 7, 23, 59)}
    (tmp_path / "in").mkdir()
    write_notebook("#md Name: Ben B", "#md Student number: 2", "x = 1", name="in/x.ipynb")
    found = {"x.ipynb": moodle("Anna A", "71", time=TOO_LATE)}
    claims = {"Name": "Ben B", "Student number": "2"}
    for roster in ("", ROSTER):
        taken = intake(found, roster=roster, extensions=extensions, **EXTENDED)
        assert taken.finish(result("Anna_A_71", identity=claims)).score == 7
    plain = intake({"x.ipynb": Origin(time=TOO_LATE)}, extensions=extensions, **EXTENDED)
    alone = plain.finish(result("x", identity=claims))
    assert alone.score == 8
    assert alone.flags == ("The extension rests on what the notebook says of itself.",)


def test_forbidden_packages_cost_what_is_left_after_lateness_once_confirmed(intake, tmp_path):
    found = {"x.ipynb": moodle("Anna A", "71", time=TOO_LATE)}
    rule = {"on_violation": OnViolation.CAP, "violation_cap_percent": 50.0, "deadline": DEADLINE}
    finding = PolicyFinding("`torch` is not allowed.", "torch", 0, 1)
    graded = result("Anna_A_71", policy=(finding,))
    assert intake(found, **rule).finish(graded).score == 7
    add_confirmation(tmp_path, Confirmation("Anna_A_71", Ruling.CONFIRMED, by="T", reason="r"))
    capped = intake(found, **rule).finish(graded)
    assert [line.points for line in capped.adjustments] == [1.0, 2.0]
    assert capped.score == 5
    assert intake(found, **{**rule, "on_violation": OnViolation.ZERO}).finish(graded).score == 0


def test_names_of_submissions_are_those_of_the_files(intake):
    assert list(intake({"x.ipynb": Origin()}).names.values()) == ["x"]


def test_work_of_two_counts_for_the_one_who_did_not_hand_in_again(intake):
    anna, ben = Student("Anna A", "1"), Student("Ben B", "2")
    both = Origin("Gradescope", "submission_11", (anna, ben), "11", time=IN_TIME, order=11)
    alone = Origin("Gradescope", "submission_12", (anna,), "12", time=TOO_LATE, order=12)
    roster = "Name,Number\nAnna A,1\nBen B,2\n"
    taken = intake({"x.ipynb": both, "y.ipynb": alone}, roster=roster)
    first, second = (taken.placement(name) for name in taken.names.values())
    assert (first.counts, second.counts) == (True, True)
    assert (first.lost_for, first.later, second.lost_for) == ((anna,), "", ())
    (later,) = [name for name in taken.names.values() if taken.placement(name) == second]
    assert first.flags == (f"For one of its people a later one counts: {later}.",)
    everybody = Origin("Gradescope", "submission_13", (ben,), "13", time=TOO_LATE, order=13)
    taken = intake({"x.ipynb": both, "y.ipynb": alone, "z.ipynb": everybody}, roster=roster)
    assert [taken.placement(name).counts for name in taken.names.values()] == [False, True, True]
    unknown = msgspec.structs.replace(alone, time=None, order=0)
    taken = intake({"x.ipynb": both, "y.ipynb": unknown}, roster=roster)
    first, second = (taken.placement(name) for name in taken.names.values())
    assert (first.counts, first.lost_for, second.counts) == (True, (anna,), False)


def test_an_extension_by_the_name_of_a_file_alone_is_a_flag(intake):
    extensions = {"01234567": datetime(2026, 12, 7, 23, 59)}
    taken = intake({"01234567.ipynb": Origin(time=TOO_LATE)}, extensions=extensions, **EXTENDED)
    placed = taken.placement("01234567")
    assert placed.extended
    assert placed.flags == ("The extension rests on the name of the file.",)
