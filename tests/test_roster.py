"""Who on the roster handed in: by number, e-mail and name, never by a guess."""

import pytest

from grader.errors import UsageError
from grader.result import Origin, Student
from grader.roster import Roster, read_roster

PEOPLE = [
    Student("Anna Maria Muster", "01234567", "anna@example.org"),
    Student("Müller, Zoë", "01234568", "zoe@example.org"),
    Student("Jan Novák", "01234569", "jan@example.org"),
    Student("Jan Novak", "01234570", "jan2@example.org"),
]
ANNA, ZOE, JAN, OTHER_JAN = range(4)
ROSTER = Roster(PEOPLE)


def moodle(name):
    return Origin("Moodle", people=(Student(name),), identifier="99")


def canvas(name):
    return Origin("Canvas", people=(Student(name),), identifier="99")


@pytest.mark.parametrize(
    ("origin", "row"),
    [
        (moodle("Anna Maria Muster"), ANNA),
        (moodle("MUSTER Anna-Maria"), ANNA),
        (moodle("Zoe Mueller"), ZOE),
        (moodle("Zoë  Müller"), ZOE),
        (canvas("musterannamaria"), ANNA),
        (canvas("müllerzoë"), ZOE),
        (canvas("zoemuller"), ZOE),
        (Origin("nbgrader", people=(Student(number="1234567"),)), ANNA),
        (Origin("Gradescope", people=(Student("?", "", "ZOE@example.org"),)), ZOE),
        (Origin("Gradescope", people=(Student("Jan Novak", "01234570"),)), OTHER_JAN),
    ],
)
def test_what_the_platform_says_finds_the_student(origin, row):
    assert ROSTER.match(origin) == ((row,), ())


def test_two_people_of_one_name_are_never_guessed_but_told_apart_by_number():
    rows, flags = ROSTER.match(moodle("Jan Novak"))
    assert rows == ()
    assert flags == ("More than one person on the roster could be “Jan Novak”.",)
    assert ROSTER.match(moodle("Jan Novak"), {"Student number": "1234570"}) == ((OTHER_JAN,), ())


def test_a_notebook_of_someone_else_is_a_flag_and_the_platform_counts():
    rows, flags = ROSTER.match(moodle("Zoë Müller"), {"Name": "Anna Maria Muster"})
    assert rows == (ZOE,)
    assert flags == ("The notebook names “Anna Maria Muster”, but was handed in by “Müller, Zoë”.",)


def test_a_notebook_that_says_nothing_true_of_who_handed_it_in_is_a_flag():
    _, flags = ROSTER.match(moodle("Zoë Müller"), {"Name": "Z.", "No": "k99"})
    assert flags == ("The notebook says “Z., k99”, but was handed in by “Müller, Zoë”.",)
    for claims in ({"Name": "Anna Muster", "No": "k99"}, {"No": "1234567"}, {"Name": ""}):
        assert ROSTER.match(moodle("Anna Maria Muster"), claims).flags == ()


def test_a_notebook_can_not_take_a_place_on_the_roster_for_someone_who_is_not_on_it():
    rows, flags = ROSTER.match(moodle("Eva Else"), {"Student number": "01234567"})
    assert (rows, flags) == ((), ("Not on the roster: “Eva Else”.",))


def test_a_shorter_form_of_the_name_is_settled_by_the_number_in_the_notebook():
    assert ROSTER.match(moodle("Anna Muster")).rows == ()
    assert ROSTER.match(moodle("Anna Muster"), {"No": "01234567"}) == ((ANNA,), ())


def test_without_a_platform_the_notebook_or_the_names_of_file_and_folder_say_it():
    plain = Origin()
    assert ROSTER.match(plain, {"Name": "zoe müller", "No": ""}) == ((ZOE,), ())
    assert ROSTER.match(plain, {}, ("muster_anna_maria", "class")) == ((ANNA,), ())
    assert ROSTER.match(plain, {}, ("x", "01234569")) == ((JAN,), ())
    rows, flags = ROSTER.match(plain, {"Name": "Zoe Müller", "No": "01234567"})
    assert rows == ()
    assert "The notebook's name and number are of different people." in flags
    assert ROSTER.match(plain, {}, ("x",)) == ((), ("Not on the roster: who handed this in.",))


def test_a_group_has_a_row_for_each():
    pair = Origin("Gradescope", people=(PEOPLE[0], PEOPLE[1], Student("Eva Else", "5")))
    rows, flags = ROSTER.match(pair, {"Name": "Jan Novák"})
    assert rows == (ANNA, ZOE)
    assert flags == ("Not on the roster: “Eva Else”.",)


@pytest.mark.parametrize("text", ["", " ", "-", "0", "%", "\x00", "@", "😀"])
def test_empty_and_odd_texts_match_nobody(text):
    nobody = Roster([Student(), Student("", "", ""), Student("Anna", "", "")])
    assert nobody.match(moodle(text), {"Name": text}, (text,)).rows == ()


@pytest.mark.parametrize(
    ("text", "student"),
    [
        ("number;name\n7;Anna A\n", Student("Anna A", "7")),
        ("E-Mail,Matrikelnummer\na@b.c,007\n", Student("", "007", "a@b.c")),
        (
            "Vorname\tNachname\tE-Mail-Adresse\tID-Nummer\nAnna\tA\ta@b.c\t7\n",
            Student("Anna A", "7", "a@b.c"),
        ),
        ("First name,Last name,ID number\nAnna,A,7\n", Student("Anna A", "7")),
        ("ID,Name\n7,Anna A\n", Student("Anna A", "7")),
    ],
)
def test_rosters_of_all_kinds_are_read(tmp_path, text, student):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    assert read_roster(tmp_path / "roster.csv").students == (student,)


def test_canvas_numbers_are_not_student_numbers(tmp_path):
    (tmp_path / "canvas.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        "    Points Possible,,,,\n"
        '"Muster, Anna",41,01234567,anna,S1\n'
        '"Student, Test",42,,abc,S1\n'
    )
    roster = read_roster(tmp_path / "canvas.csv")
    assert [student.label for student in roster.students] == ["", "Muster, Anna", ""]
    assert roster.match(Origin("Canvas", identifier="41")).rows == (1,)
    assert roster.match(Origin("nbgrader", people=(Student(number="41"),))).rows == ()
    assert roster.match(Origin("nbgrader", people=(Student(number="anna"),))).rows == (1,)


def test_moodles_numbers_find_those_who_are_hidden(tmp_path):
    (tmp_path / "moodle.csv").write_text(
        "ID,Status,Bewertung\nTeilnehmer/in123,,\nTeilnehmer/in124,,\n", encoding="utf-8"
    )
    roster = read_roster(tmp_path / "moodle.csv")
    assert roster.match(Origin("Moodle", identifier="124")).rows == (1,)


def test_a_table_without_people_is_an_error_that_says_what_to_write(tmp_path):
    (tmp_path / "roster.csv").write_text("colour,size\nred,5\n")
    with pytest.raises(UsageError, match=r"roster\.csv: none of the columns \(colour, size\)"):
        read_roster(tmp_path / "roster.csv")


def gradescope(name, number="", email=""):
    return Origin("Gradescope", people=(Student(name, number, email),), identifier="1")


def test_a_roster_of_titles_alone_is_an_error(tmp_path):
    (tmp_path / "roster.csv").write_text("name,number\n")
    with pytest.raises(UsageError, match="names nobody below its first line"):
        read_roster(tmp_path / "roster.csv")


def test_a_stranger_of_the_same_name_is_told_apart_by_number_or_address():
    roster = Roster(PEOPLE)
    stranger = gradescope("Anna Maria Muster", "09999999", "anna3@example.org")
    roster.compare([*stranger.people, PEOPLE[ZOE]])
    rows, flags = roster.match(stranger)
    assert rows == ()
    said = "The roster has another number or e-mail for this name: “Anna Maria Muster”."
    assert flags == (said,)
    # One of the two is enough to know somebody, and a private address says nothing.
    for number, email in (("01234567", "a.muster@example.org"), ("", "anna@home.example")):
        assert roster.match(gradescope("Anna Maria Muster", number, email)).rows == (ANNA,)


def test_numbers_of_another_kind_tell_nobody_apart():
    roster = Roster(PEOPLE)
    logins = [gradescope("Anna Maria Muster", "am17"), gradescope("Zoë Müller", "zm18")]
    roster.compare(person for one in logins for person in one.people)
    assert [roster.match(one).rows for one in logins] == [(ANNA,), (ZOE,)]


def test_a_number_of_one_platform_is_not_looked_up_as_that_of_another():
    roster = Roster(PEOPLE, identifiers=["Canvas 1", "", "", ""])
    assert roster.match(Origin("Canvas", identifier="1")).rows == (ANNA,)
    assert roster.match(gradescope("Zoë Müller")).rows == (ZOE,)


def test_a_number_in_the_notebook_that_is_another_one_is_a_flag():
    claims = {"Name": "Anna Maria Muster", "Student number": "01234599"}
    rows, flags = ROSTER.match(Origin(), claims)
    assert rows == (ANNA,)
    assert flags == (
        "The notebook says “Anna Maria Muster, 01234599”, but was handed in by "
        "“Anna Maria Muster”.",
    )


@pytest.mark.parametrize(("one", "other"), [("राम शर्मा", "रमा शर्मा"), ("かき ざな", "がき さな")])
def test_marks_that_make_another_letter_make_another_name(one, other):
    roster = Roster([Student(one), Student(other)])
    assert roster.match(moodle(one)).rows == (0,)
    assert roster.match(moodle(other)).rows == (1,)


def test_a_column_of_first_names_beside_one_of_names_makes_whole_names(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("Name;Vorname;Matrikelnummer\nMüller;Anna;0123\n", encoding="utf-8")
    assert read_roster(path).students == (Student("Anna Müller", "0123"),)
    path.write_text("Student,First name\nAnna Müller,Anna\n", encoding="utf-8")
    assert read_roster(path).students == (Student("Anna Müller"),)


def test_who_is_in_a_roster_twice_is_one(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("Name,Number,Group\nA B,1,x\nC D,2,x\nA B,1,y\n", encoding="utf-8")
    roster = read_roster(path)
    assert [student.name for student in roster.students] == ["A B", "C D"]
    assert roster.match(moodle("A B")).rows == (0,)


def test_two_of_one_name_without_a_number_stay_two(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("Name\nMax Müller\nMax Müller\n", encoding="utf-8")
    rows, flags = read_roster(path).match(moodle("Max Müller"))
    assert (rows, flags[0][:20]) == ((), "More than one person")
    path.write_text('Student,ID,SIS Login ID\n"Müller, Max",17,m1\n"Müller, Max",18,m2\n')
    roster = read_roster(path)
    for row, number in enumerate(("17", "18")):
        assert roster.match(Origin("Canvas", identifier=number)).rows == (row,)
