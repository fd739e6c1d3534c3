"""Finding the notebooks that are to be graded, and naming them."""

import os
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import collecting
from grader.errors import UsageError
from grader.result import Origin
from grader.submission import hand_in


def find_submissions(paths):
    """What is found without a zip, as a list."""
    return list(collecting.find_submissions(paths, Path("no workspace")))


def name_submissions(paths):
    """Names of files that come from no platform."""
    return collecting.name_submissions(dict.fromkeys(paths, Origin()))


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


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("anna.ipynb", "anna"),
        ("Übung 3 – Lösung (1).ipynb", "Übung_3_Lösung_1"),
        ("小林.ipynb", "小林"),
        ("..ipynb.ipynb", "ipynb"),
        ("-rf.ipynb", "rf"),
        ("a..b...ipynb", "a.b"),
        ("index.html.ipynb", "_index.html"),
        ("gradebook.db.ipynb", "_gradebook.db"),
        ("Gradebook.db-WAL.ipynb", "_Gradebook.db-WAL"),
        ("Grades.CSV.ipynb", "_Grades.CSV"),
        ("con.ipynb", "_con"),
        ("Aux.tar.ipynb", "_Aux.tar"),
        ("COM¹.ipynb", "_COM1"),
        ("a\u202eb\x07c\nd.ipynb", "a_b_c_d"),
        ("a\\b:c*d.ipynb", "a_b_c_d"),
        ("\u2024\u2025\uff0f\uff0e.ipynb", "submission"),
        ("_.ipynb", "submission"),
        ("\udce9.ipynb", "submission"),
        ("x" * 300, "x" * 100),
        ("小" * 300, "小" * 66),
    ],
)
def test_a_file_gives_a_name_that_is_safe_anywhere(file, name):
    path = Path("/class") / file
    assert name_submissions([path]) == {path: name}


def test_names_that_some_system_takes_for_one_get_the_folder_before_them():
    paths = {
        "/c/anna/notebook.ipynb": "anna_notebook",
        "/c/ben/Notebook.ipynb": "ben_Notebook",
        "/c/eva/ﾉ.ipynb": "eva_ノ",
        "/c/joe/ノ.ipynb": "joe_ノ",
        "/c/kim/e\u0301.ipynb": "kim_é",
        "/c/leo/é.ipynb": "leo_é",
        "/c/once.ipynb": "once",
    }
    assert name_submissions(map(Path, paths)) == {Path(p): name for p, name in paths.items()}


def test_names_still_alike_get_a_number_whatever_their_order():
    paths = [Path(f"/c/a{i}/nb.ipynb") for i in " _!"] + [Path("/c/a_nb_2.ipynb")]
    names = name_submissions(paths)
    assert sorted(names.values()) == ["a_nb", "a_nb_2", "a_nb_3", "a_nb_4"]
    assert name_submissions(reversed(paths)) == names


def test_nested_folders_tell_apart_who_handed_in():
    paths = [Path(f"/c/{who}/hw1/notebooks/nb.ipynb") for who in ("anna", "ben")]
    names = name_submissions([*paths, Path("/c/nb.ipynb")])
    assert [*names.values()] == ["anna_hw1_notebooks_nb", "ben_hw1_notebooks_nb", "c_nb"]


def folded(name):
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


PARTS = st.sampled_from(["a", "A", "b", "a_2", "con", "...", "é", "e\u0301"]) | st.text(
    st.characters(blacklist_characters="/\x00"), min_size=1, max_size=300
)


@given(st.lists(st.tuples(PARTS, PARTS, PARTS), max_size=12), st.randoms())
def test_names_are_always_safe_unique_and_independent_of_the_order(parts, random):
    paths = [Path("/", first, second, f"{third}.ipynb") for first, second, third in parts]
    names = name_submissions(paths)
    assert set(names) == set(paths)
    assert len(set(map(folded, names.values()))) == len(names)
    for name in names.values():
        assert 0 < len(name) <= 100
        assert len(name.encode()) <= 200
        assert name[0] not in ".-"
        assert ".." not in name
        assert all(c in "._-" or unicodedata.category(c)[0] in "LMN" for c in name)
        assert folded(name).split(".")[0] not in ("con", "prn", "aux", "nul", "com1", "lpt9")
        assert folded(name) not in ("index.html", "grades.csv")
    random.shuffle(paths)
    assert name_submissions(paths) == names


@given(PARTS)
def test_a_safe_name_stays_as_it_is(part):
    (name,) = name_submissions([Path("/", f"{part}.ipynb")]).values()
    assert list(name_submissions([Path("/", f"{name}.ipynb")]).values()) == [name]


def test_a_file_keeps_its_name_when_others_come_in(tmp_path):
    files = [tmp_path / who / "hw" / "ls.ipynb" for who in ("anna", "max", "bob")]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_text(str(file))
    anna, max_, bob = files
    first = name_submissions([anna, max_])
    assert first == {anna: "anna_hw_ls", max_: "max_hw_ls"}
    before = {hand_in(file, "").digest: name for file, name in first.items()}
    found = dict.fromkeys(files, Origin())
    assert collecting.name_submissions(found, before) == {**first, bob: "bob_hw_ls"}
    # A file that changed is another one, and one that was renamed gets the name of its own.
    max_.write_text("changed")
    renamed = anna.rename(anna.with_name("mine.ipynb"))
    changed = dict.fromkeys([renamed, max_], Origin())
    assert collecting.name_submissions(changed, before) == {renamed: "mine", max_: "ls"}


def test_of_two_equal_files_none_is_taken_for_the_one_that_was_there(tmp_path):
    files = [tmp_path / who / "ls.ipynb" for who in ("anna", "max")]
    for file in files:
        file.parent.mkdir()
        file.write_text("the same")
    before = {hand_in(files[1], "").digest: "ls"}
    found = dict.fromkeys(files, Origin())
    assert set(collecting.name_submissions(found, before).values()) == {"anna_ls", "max_ls"}


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
    names = collecting.name_submissions(found)
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
    above = collecting.folder_of_all(found)
    own = {part for file in found for part in collecting.folders_of(file, above)}
    assert not any(part.isdigit() for part in own)
