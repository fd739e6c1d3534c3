"""Which name each submission gets, whatever its file is called."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import naming
from grader.result import Origin
from grader.submission import hand_in


def name_submissions(paths):
    """Names of files that come from no platform."""
    return naming.name_submissions(dict.fromkeys(paths, Origin()))


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
    assert naming.name_submissions(found, before) == {**first, bob: "bob_hw_ls"}
    # A file that changed is another one, and one that was renamed gets the name of its own.
    max_.write_text("changed")
    renamed = anna.rename(anna.with_name("mine.ipynb"))
    changed = dict.fromkeys([renamed, max_], Origin())
    assert naming.name_submissions(changed, before) == {renamed: "mine", max_: "ls"}


def test_of_two_equal_files_none_is_taken_for_the_one_that_was_there(tmp_path):
    files = [tmp_path / who / "ls.ipynb" for who in ("anna", "max")]
    for file in files:
        file.parent.mkdir()
        file.write_text("the same")
    before = {hand_in(files[1], "").digest: "ls"}
    found = dict.fromkeys(files, Origin())
    assert set(naming.name_submissions(found, before).values()) == {"anna_ls", "max_ls"}
