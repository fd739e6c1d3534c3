"""Moodle: names in, worksheet and feedback out."""

from grader.result import Origin, Student


def of(name, number, place):
    people = (Student(name=name),) if name else ()
    return Origin("Moodle", place, people, number)


def test_folders_of_all_versions_give_name_and_number(download):
    found = download(
        {
            "Anna Muster_123_assignsubmission_file_/x.ipynb": "{}",
            "Zoë van der Berg_7_assignsubmission_file/sub/x.ipynb": "{}",
            "Participant_99_assignsubmission_file_/x.ipynb": "{}",
            "Teilnehmer-in 98_98_assignsubmission_file_/x.ipynb": "{}",
        }
    )
    assert found == {
        "Anna_Muster_123": (
            "x.ipynb",
            of("Anna Muster", "123", "Anna Muster_123_assignsubmission_file_"),
        ),
        "Zoë_van_der_Berg_7": (
            "x.ipynb",
            of("Zoë van der Berg", "7", "Zoë van der Berg_7_assignsubmission_file"),
        ),
        "99": ("x.ipynb", of("", "99", "Participant_99_assignsubmission_file_")),
        "98": ("x.ipynb", of("", "98", "Teilnehmer-in 98_98_assignsubmission_file_")),
    }


def test_the_name_of_a_group_is_no_part_of_anybodys(download):
    names = ("Anna Muster_1", "Ben-Anton B_2", "Participant_3")
    group = "Group A-1-"
    found = download({f"{group}{n}_assignsubmission_file_/x.ipynb": "{}" for n in names})
    assert {origin.people for _, origin in found.values()} == {
        (Student("Anna Muster"),), (Student("Ben-Anton B"),), ()
    }  # fmt: skip
    assert {origin.place[: len(group)] for _, origin in found.values()} == {group}


def test_files_without_folders_give_the_same(download):
    found = download({"Anna Muster_123_assignsubmission_file_my_x.ipynb": "{}"})
    (origin,) = (origin for _, origin in found.values())
    assert origin == of("Anna Muster", "123", "Anna Muster_123_assignsubmission_file_")


def test_who_handed_in_no_notebook_is_not_passed_over(download):
    found = download(
        {
            "Anna A_1_assignsubmission_file_/work.zip": "PK",
            "Ben B_2_assignsubmission_file_/notes.txt": "",
            "Ben B_2_assignsubmission_file_/x.ipynb": "{}",
            "Ben B_2_assignsubmission_onlinetext_/onlinetext.html": "",
            "Cem C_3_assignsubmission_onlinetext_/onlinetext.html": "",
        }
    )
    assert {name: file for name, (file, _) in found.items()} == {
        "Anna_A_1": "work.zip",
        "Ben_B_2": "x.ipynb",
        "Cem_C_3": "onlinetext.html",
    }


def test_who_handed_in_a_hidden_file_alone_is_not_passed_over(download):
    found = download(
        {
            "Anna A_1_assignsubmission_file_/.ipynb": "{}",
            "Ben B_2_assignsubmission_file_/.DS_Store": "",
            "Ben B_2_assignsubmission_file_/x.ipynb": "{}",
            "__MACOSX/Ben B_2_assignsubmission_file_/._x.ipynb": "",
        }
    )
    files = {name: file.strip(".") for name, (file, _) in found.items()}
    assert files == {"Anna_A_1": "ipynb", "Ben_B_2": "x.ipynb"}


def test_two_notebooks_of_one_person_are_both_there(download):
    folder = "Anna A_1_assignsubmission_file_"
    found = download({f"{folder}/x.ipynb": "{}", f"{folder}/y.ipynb": "{}"})
    assert set(found) == {"Anna_A_1_x", "Anna_A_1_y"}


def test_nobody_hands_in_for_someone_else_by_the_name_of_a_file(download):
    forged = "Ben B_2_assignsubmission_file_x.ipynb"
    found = download(
        {
            f"Anna A_1_assignsubmission_file_{forged}": "{}",
            f"Cem C_3_assignsubmission_file_/{forged}": "{}",
        }
    )
    assert {origin.identifier for _, origin in found.values()} == {"1", "3"}


def test_names_are_shown_without_what_could_take_over_a_terminal(download):
    found = download({"Anna\x1b[31m\u202eA_1_assignsubmission_file_/x.ipynb": "{}"})
    ((_, origin),) = found.values()
    assert origin.people == (Student("Anna[31mA"),)


def test_blind_marking_in_german_names_nobody(download):
    found = download({f"Teilnehmerin_{n}_assignsubmission_file/x.ipynb": "{}" for n in (12, 13)})
    assert [origin.people for _, origin in found.values()] == [(), ()]
