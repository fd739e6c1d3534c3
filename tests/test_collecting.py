"""Finding the notebooks that are to be graded, and naming them."""

import os
import zipfile
from pathlib import Path

import pytest

from grader import collecting, naming
from grader.errors import UsageError


def find_submissions(paths):
    """What is found without a zip, as a list."""
    return list(collecting.find_submissions(paths, Path("no workspace")))


@pytest.fixture
def make(tmp_path):
    """Make files in a folder and return their paths."""

    def make(*names):
        paths = [tmp_path / "class" / name for name in names]
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}")
        return paths

    return make


def test_a_folder_gives_its_notebooks_in_order_and_nothing_hidden(make, tmp_path):
    wanted = make("a/1.ipynb", "a/2.IPYNB", "b.ipynb")
    make(".ipynb_checkpoints/b.ipynb", ".c/x.ipynb", ".d.ipynb", "e.py", "a/notes.txt")
    make("__MACOSX/._b.ipynb")
    assert find_submissions([tmp_path / "class"]) == wanted


def test_files_given_are_kept_as_they_are_and_each_is_found_once(make, tmp_path):
    b, a, text = make("b.ipynb", "a.ipynb", "x.txt")
    given = [text, b, tmp_path / "class", tmp_path / "class" / ".." / "class" / "a.ipynb"]
    assert find_submissions(given) == [text, b, a]


def test_a_link_is_found_unless_it_is_a_second_way_to_a_file_of_the_folder(make, tmp_path):
    inside, outside = make("one/a.ipynb", "secret/s.ipynb")
    folder = inside.parent
    (folder / "b.ipynb").symlink_to(inside)
    (folder / "c.ipynb").symlink_to(outside)
    (folder / "d.ipynb").symlink_to("gone")
    (folder / "e.ipynb").symlink_to("e.ipynb")
    (folder / "f").symlink_to(outside.parent)
    (folder / "g").symlink_to(folder)
    found = [folder / f"{name}.ipynb" for name in "acde"]
    assert find_submissions([folder]) == found
    (tmp_path / "link").symlink_to(folder)
    assert find_submissions([tmp_path / "link"])[0] == tmp_path / "link" / "a.ipynb"


def test_a_pipe_in_a_folder_is_found_so_that_it_gets_refused(make):
    (notebook,) = make("a.ipynb")
    os.mkfifo(notebook.with_name("b.ipynb"))
    assert len(find_submissions([notebook.parent])) == 2


def test_nothing_missing_and_empty_are_misuses_that_name_the_path(make, tmp_path):
    with pytest.raises(UsageError, match="Nothing to grade"):
        find_submissions([])
    (present,) = make("a.ipynb")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").symlink_to("gone")
    for name in ("missing.ipynb", "empty", "broken", "a\x00b"):
        with pytest.raises(UsageError, match=name):
            find_submissions([present, tmp_path / name])


def test_a_subfolder_that_cannot_be_read_is_not_passed_over(make, monkeypatch):
    (notebook,) = make("a.ipynb")

    def walk(top, onerror):
        onerror(PermissionError(13, "Permission denied", f"{top}/locked"))
        return []

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(UsageError, match="locked: can't be read"):
        find_submissions([notebook.parent])


MOODLES = "Max Huber_99_assignsubmission_file_x.ipynb"
LISTS = ":submitters:\n  - :name: Max Huber\n    :sid: max\n"


@pytest.mark.parametrize(
    ("files", "platform"),
    [
        ((f"export/submission_12/{MOODLES}", "export/submission_11/ls.ipynb"), "Gradescope"),
        ((f"export/submission_12/{MOODLES}",), "Gradescope"),
        ((f"submitted/eve/ex1/{MOODLES}", "submitted/max/ex1/ls.ipynb"), "nbgrader"),
        (("submitted/eve/ex1/sub/ls.ipynb", "submitted/max/ex1/ls.ipynb"), "nbgrader"),
        (("submitted/eve/ex1/sub/ls.ipynb",), "nbgrader"),
        ((f"eve_3_4_{MOODLES}", "huber_1_2_x.ipynb"), "Canvas"),
    ],
)
@pytest.mark.parametrize("listing", [f"sub:\n  {LISTS}", ": [broken"])
def test_nobody_makes_a_class_another_platforms_by_the_names_of_own_files(
    make, tmp_path, files, platform, listing
):
    make(*files)
    top = tmp_path / "class"
    (top / "submitted/eve/ex1").mkdir(parents=True, exist_ok=True)
    (top / "submitted/eve/ex1/submission_metadata.yml").write_text(listing)
    if platform == "Gradescope":
        (top / "export/submission_metadata.yml").write_text(f"submission_12:\n  {LISTS}")
    if platform != "nbgrader":
        (top / "submitted/eve/ex1/submission_metadata.yml").unlink()
    found = collecting.find_submissions([top], tmp_path / "workspace")
    assert {origin.platform for origin in found.values()} == {platform}


def test_no_list_is_read_that_lies_where_a_students_files_are(make, tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(
        "grader.exchange.gradescope_export.yaml.load", lambda t, **_: read.append(t)
    )
    make("Anna A_7_assignsubmission_file/x.ipynb", "Ben B_8_assignsubmission_file/x.ipynb")
    (tmp_path / "class/Anna A_7_assignsubmission_file/submission_metadata.yml").write_text("a: [b")
    found = collecting.find_submissions([tmp_path / "class"], tmp_path / "workspace")
    assert {origin.platform for origin in found.values()} == {"Moodle"}
    assert read == []


def test_folders_of_a_zip_tell_apart_who_handed_in_and_numbers_of_ours_nobody(tmp_path):
    entries = [f"class/{who}/hw/nb.ipynb" for who in ("anna", "ben", "a b", "a_b")]
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for entry in [*entries, "class/anna/hw/nb.ipynb/deep.ipynb"]:
            archive.writestr(entry, entry)
    found = collecting.find_submissions([tmp_path / "class.zip"], tmp_path / "workspace")
    names = naming.name_submissions(found)
    assert {file.read_text(): names[file] for file in found} == {
        entries[0]: "class_anna_hw_nb",
        entries[1]: "class_ben_hw_nb",
        entries[2]: "class_a_b_hw_nb",
        entries[3]: "entry-1_hw_nb",
        "class/anna/hw/nb.ipynb/deep.ipynb": "deep",
    }
    again = [tmp_path / "class.zip", tmp_path / "again.zip"]
    again[1].write_bytes(again[0].read_bytes())
    found = collecting.find_submissions(again, tmp_path / "second workspace")
    above = naming.folder_of_all(found)
    own = {part for file in found for part in naming.folders_of(file, above)}
    assert not any(part.isdigit() for part in own)
