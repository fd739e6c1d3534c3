"""Moodle's grading worksheet and feedback zip."""

import csv
import io
import shutil
import zipfile
from datetime import UTC, datetime

import pytest

from grader.errors import UsageError
from grader.exchange import moodle_grades
from grader.exchange.graded import read_graded
from grader.result import Adjustment, Origin, Student
from tests.exchange.graded import write

NOW = datetime(2026, 12, 24, 18, 30, tzinfo=UTC)
WORKSHEET = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum grade",'
    '"Grade can be changed","Last modified (submission)","Last modified (grade)",'
    '"Feedback comments"\n'
    '"Participant 71","Anna A",a@x.org,"Submitted for grading - ",,10.00,Yes,'
    '"Monday, 30 November 2026, 11:03 PM",-,\n'
    '"Participant 72","Ben B",b@x.org,"Submitted for grading - ",5.00,10.00,Yes,-,'
    '"Tuesday, 1 December 2026, 9:00 AM","Well done, =Ben"\n'
    '"Participant 73","Cem C",c@x.org,"No submission - ",,10.00,Yes,-,-,\n'
)
GERMAN = (
    'ID;"Vollständiger Name";E-Mail-Adresse;Status;Bewertung;Bestwertung;'
    '"Zuletzt geändert (Bewertung)";"Feedback als Kommentar"\r\n'
    "Teilnehmer/in71;Anna A;a@x.org;abgegeben;;10,00;-;\r\n"
    "Teilnehmer/in72;Ben B;b@x.org;abgegeben;;10,00;-;\r\n"
)
FRENCH = (
    'Identifiant,"Nom complet",Statut,Note,"Note maximale","Modification possible"\n'
    "Participant71,Anna A,Remis,,10.00,Oui\nParticipant72,Ben B,Remis,,10.00,Oui\n"
)


def moodle(name, number):
    return Origin("Moodle", f"{name}_{number}_assignsubmission_file_", (Student(name),), number)


@pytest.fixture
def results(tmp_path):
    write(tmp_path / "reports", "Anna_A_71", origin=moodle("Anna A", "71"))
    write(tmp_path / "reports", "Ben_B_72", 0.1 + 0.2, origin=moodle("Ben B", "72"))
    return tmp_path / "reports"


@pytest.fixture
def export(results, tmp_path):
    """Export all into a worksheet; return its rows, what was said, and the zip's content."""

    def export(worksheet=WORKSHEET, encoding="utf-8", **options):
        sheet = tmp_path / "worksheet.csv"
        sheet.write_text(worksheet, encoding=encoding, newline="")
        folder = tmp_path / "out"
        done = moodle_grades.export(
            read_graded(results), results, sheet, folder, now=NOW, **options
        )
        text = (folder / "worksheet.csv").read_bytes().decode(encoding)
        delimiter = ";" if ";" in worksheet else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        with zipfile.ZipFile(folder / "feedback.zip") as file:
            packed = {name: file.read(name).decode() for name in file.namelist()}
        return rows, done, packed

    return export


def test_grade_its_time_and_a_comment_are_filled_in_and_nothing_else(export):
    (head, anna, ben, cem), done, _ = export()
    before = list(csv.reader(io.StringIO(WORKSHEET)))
    assert (head, cem) == (before[0], before[3])
    assert anna[4] == "7.5"
    assert anna[8] == "2026-12-24 18:30 UTC"
    assert anna[9] == "Automatic grading: 7.5 of 10 points."
    assert anna[:4] + anna[5:8] == before[1][:4] + before[1][5:8]
    # Moodle protects what was changed since by the grade's own time; a person's words stay.
    assert (ben[4], ben[8:]) == ("0.3", before[2][8:])
    assert (done.placed, done.lost) == (2, [])
    assert done.notes == ["1 of these replace another grade in the table."]  # Ben's


def test_reports_are_packed_under_the_names_of_the_download(export):
    _, _, packed = export()
    assert packed == {
        "Anna A_71_assignsubmission_file_/report.html": "<p>Anna_A_71</p>",
        "Ben B_72_assignsubmission_file_/report.html": "<p>Ben_B_72</p>",
    }


def test_the_same_results_give_the_same_files_to_the_byte(export, tmp_path):
    export()
    first = [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())]
    export()
    assert [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())] == first


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_german_site_gets_decimal_commas_in_its_own_form(export, encoding):
    (head, anna, ben), _, _ = export(GERMAN, encoding)
    assert head[4] == "Bewertung"
    assert (anna[4], anna[6], ben[4]) == ("7,5", "2026-12-24 18:30 UTC", "0,3")


def test_another_language_is_understood_by_what_is_in_the_columns(export):
    (_, anna, ben), _, _ = export(FRENCH)
    assert (anna[3], ben[3]) == ("7.5", "0.3")


def test_a_comment_of_ours_is_renewed_and_escaped(export, results):
    line = Adjustment("packages", "Uses `<img src=x>`.")
    write(results, "Cem_C_73", pending=1.0, adjustments=(line,), origin=moodle("Cem C", "73"))
    sheet = WORKSHEET.replace("-,-,\n", '-,-,"Automatic grading: 1 of 10 points."\n')
    rows, done, _ = export(sheet)
    assert rows[3][9] == (
        "Automatic grading: 7.5 of 10 points. 1 point waits for a person. Uses &lt;img src=x&gt;."
    )
    assert done.notes[0] == (
        "1 of 3 have points that a person has yet to give: they are written without these."
    )


def test_a_comment_is_in_the_language_of_the_course(export, results):
    write(results, "Cem_C_73", pending=1.0, language="de", origin=moodle("Cem C", "73"))
    sheet = WORKSHEET.replace("-,-,\n", '-,-,"Automatic grading: 1 of 10 points."\n')
    rows, _, _ = export(sheet)
    assert rows[3][9] == (
        "Automatische Bewertung: 7,5 von 10 Punkten. Über 1 Punkt entscheidet noch eine Person."
    )


def test_files_of_a_plain_folder_find_their_row_by_the_roster_and_get_a_folder(export, results):
    write(results, "x", 2.0, students=(Student("C. C.", "9", "c@x.org"),))
    rows, _, packed = export()
    assert rows[3][4] == "2"
    assert "Cem C_73_assignsubmission_file_/report.html" in packed


def test_what_has_no_row_no_score_or_no_order_is_said_and_loses_nothing(export, results):
    write(results, "Eva_E_79", origin=moodle("Eva E", "79"))
    write(results, "f", fault="The rubric failed.", origin=moodle("Cem C", "73"))
    write(results, "t", counts=False, flags=("None counts.",))
    write(results, "u", counts=False, later="Anna_A_71", flags=("A later one counts.",))
    rows, done, _ = export()
    assert done.placed == 2
    assert sorted(done.lost) == [
        "Eva_E_79: Not on the roster: “Eva E”.",
        "f: has no score, as the grader failed: The rubric failed.",
        "t: None counts.",
    ]
    assert rows[3][4] == ""


def test_two_grades_for_one_row_are_never_chosen_between(export, results):
    write(results, "again", 1.0, students=(Student("Anna A", "", "a@x.org"),))
    rows, done, _ = export()
    assert rows[1][4] == ""
    assert done.lost == ["Anna_A_71 and again: belong to one person, Anna A."]


def test_another_maximum_is_refused_or_multiplied_when_told(export):
    with pytest.raises(UsageError, match="the most there is 100 points, in the assignment 10"):
        export(WORKSHEET.replace("10.00", "100.00"))
    rows, _, _ = export(WORKSHEET.replace("10.00", "100.00"), scale=True)
    assert rows[1][4] == "75"


@pytest.mark.parametrize(
    ("worksheet", "options", "sentence"),
    [
        ("a,b\n1,2\n", {}, "has no column of participants"),
        (
            WORKSHEET.replace("Participant 72", "Participant 71"),
            {},
            "71 stands in more than one row",
        ),
        (WORKSHEET.replace("10.00", "0.00"), {"scale": True}, "the most there is 0 points"),
        (
            WORKSHEET.replace("Grade,", "Mark,"),
            {"column": "Marks"},
            "which column holds the grades",
        ),
        ("ID,Bewertung,Skala\nTeilnehmer/in1,,gut\n", {}, "graded by a scale"),
    ],
)
def test_a_table_that_is_no_worksheet_is_said_to_be_none(export, worksheet, options, sentence):
    with pytest.raises(UsageError, match=sentence):
        export(worksheet, **options)


def test_a_row_of_commas_as_spreadsheets_leave_it_is_passed_over(export):
    rows, done, _ = export(WORKSHEET + ",,,,,,,,,\n")
    assert (rows[1][4], done.placed, done.lost) == ("7.5", 2, [])


def test_grades_that_are_all_the_same_are_not_taken_for_the_maximum(export):
    same = FRENCH.replace("Remis,,", "Remis,5.00,")
    rows, _, _ = export(same)
    assert [row[3] for row in rows] == ["Note", "7.5", "0.3"]
    assert [row[2] for row in rows] == ["Statut", "Remis", "Remis"]


def test_blind_marking_writes_grades_by_number_and_loses_none(results, export):
    for number, name in (("71", "Anna A"), ("72", "Ben B")):
        folder = results / f"{name.replace(' ', '_')}_{number}"
        shutil.rmtree(folder)
        origin = Origin("Moodle", f"Participant_{number}_assignsubmission_file_", (), number)
        write(results, folder.name, origin=origin, identity={"Name": name})
    blind = (
        "Identifier,Status,Grade,Maximum grade\nParticipant 71,x,,10.00\nParticipant 72,x,,10.00\n"
    )
    _, done, _ = export(blind)
    assert (done.placed, done.lost, done.notes) == (2, [], [])


def test_a_worksheet_of_another_assignment_gets_reports_under_its_own_numbers(export):
    _, _, packed = export(WORKSHEET.replace("Participant 7", "Participant 97"))
    assert set(packed) == {
        "Anna A_971_assignsubmission_file_/report.html",
        "Ben B_972_assignsubmission_file_/report.html",
    }


def test_rows_that_moodle_has_locked_are_noted(export):
    _, done, _ = export(WORKSHEET.replace("10.00,Yes", "10.00,No"))
    assert done.notes[0] == "2 of these are locked in Moodle, which will pass over them."


def test_the_teachers_own_file_is_never_written_over(results, tmp_path):
    (tmp_path / "worksheet.csv").write_text(WORKSHEET)
    with pytest.raises(UsageError, match="is the table itself"):
        moodle_grades.export(
            read_graded(results), results, tmp_path / "worksheet.csv", tmp_path, now=NOW
        )
    assert (tmp_path / "worksheet.csv").read_text() == WORKSHEET
