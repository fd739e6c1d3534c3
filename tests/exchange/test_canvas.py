"""Canvas: names in, gradebook out."""

from grader.result import Origin, Student


def of(name, user, order, late=False):
    people = (Student(name=name),) if name else ()
    return Origin("Canvas", user, people, user, late=late, order=order)


def test_names_give_person_user_and_lateness(download):
    found = download(
        {
            "musteranna_12_345_x.ipynb": "{}",
            "müllerzoë_LATE_13_346_my_x-1.ipynb": "{}",
            "anon_14_347_x.ipynb": "{}",
            "LATE_anon_15_348_x.ipynb": "{}",
            "cemc_16_349_report.pdf": "%PDF",
            "._musteranna_12_345_x.ipynb": "",
        }
    )
    assert {name: origin for name, (_, origin) in found.items()} == {
        "musteranna_12": of("musteranna", "12", 345),
        "müllerzoë_13": of("müllerzoë", "13", 346, late=True),
        "14": of("", "14", 347),
        "15": of("", "15", 348, late=True),
        "cemc_16": of("cemc", "16", 349),
    }


def test_one_name_of_that_form_makes_no_download_of_canvas(download):
    found = download({"exercise_1_2_final.ipynb": "{}", "anna.ipynb": "{}"})
    assert {origin for _, origin in found.values()} == {Origin()}


def test_names_in_any_script_are_of_canvas_form_and_a_file_of_the_teachers_changes_nothing(
    download,
):
    names = ("शर्मारमा_3_4_ls.ipynb", "yılmazi\u0307pek_5_6_ls.ipynb", "mu\u0308ller_7_8_x.ipynb")
    found = download(dict.fromkeys((*names, "solution.ipynb"), "{}"))
    assert [origin.identifier for _, origin in found.values()].count("") == 1
    assert {origin.identifier for _, origin in found.values()} == {"3", "5", "7", ""}


def test_of_files_handed_in_together_none_is_the_later_but_a_version_is(download):
    expected = {
        "annaa_1_10_ls.ipynb": 0,
        "annaa_1_11_notes.ipynb": 0,
        "benb_2_7_x.ipynb": 7,
        "benb_2_9_x-1.ipynb": 9,
        "cemc_3_12_task-1.ipynb": 0,
        "cemc_3_13_task-2.ipynb": 0,
    }
    found = download(dict.fromkeys(expected, "{}"))
    assert {file: origin.order for file, origin in found.values()} == expected
