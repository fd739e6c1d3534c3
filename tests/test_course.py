"""Which assignment a notebook is for: read, never run."""

from pathlib import Path

import pytest

from grader.course import assignments_of, defined_names, recognise, sort_out
from grader.errors import UsageError
from grader.skeleton import build_skeleton
from grader.submission import Cell, Submission

ASKED = {"one": frozenset({"walk", "run"}), "two": frozenset({"walk", "swim", "dive"})}
PROJECT = Path(__file__).parent.parent


def notebook(*sources, stamp=""):
    cells = tuple(Cell(n, "code", source) for n, source in enumerate(sources))
    return Submission("s", cells, {}, stamp, "")


@pytest.mark.parametrize(
    ("submission", "name"),
    [
        (notebook(stamp="two"), "two"),  # nothing is defined: the metadata decide
        (notebook("def run(): pass", stamp="one"), "one"),
        (notebook("def swim(): pass", stamp="one"), "two"),  # another one's work in this one's file
        (notebook("def walk(): pass", stamp="two"), "two"),
        (notebook("def run(): pass", stamp="three"), "one"),
        (notebook("def run(): pass"), "one"),
        (notebook("def swim(): pass\ndef walk(): pass"), "two"),
        (notebook("def walk(): pass"), "one"),  # half of what it asks for, of the other a third
        (notebook("def walk(): pass", "def run(): pass", "def swim(): pass"), "one"),
        (notebook("run = lambda: 1"), "one"),
        (notebook("if True:\n    class swim: pass"), "two"),
        (notebook("%matplotlib inline\n!ls\ndef swim(): pass"), "two"),
        (notebook("def f():\n    def swim(): pass"), ""),
        (notebook("print(swim, run)"), ""),
        (notebook("def walk(: pass"), ""),
        (notebook("x" * 300_000), ""),
        (notebook("(" * 5_000), ""),
        (notebook("\0"), ""),
        (notebook(), ""),
        (notebook(stamp="three"), ""),
    ],
)
def test_a_notebook_is_recognised_by_metadata_and_by_definitions(submission, name):
    assert recognise(submission, ASKED) == name


def test_what_two_assignments_ask_for_alike_tells_nothing():
    asked = {"one": frozenset({"walk"}), "two": frozenset({"walk"})}
    assert recognise(notebook("def walk(): pass"), asked) == ""
    assert recognise(notebook("def walk(): pass", stamp="two"), asked) == "two"


def test_reading_what_a_notebook_defines_runs_nothing(tmp_path):
    source = f"open({str(tmp_path / 'ran')!r}, 'w')\ndef run(): pass"
    assert defined_names([Cell(0, "code", source)]) == {"run"}
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "source",
    [
        "for n in range(3):\n    run = n\nelse:\n    also = 1",
        "while True:\n    def run(): pass\n    break\nelse:\n    also = 1",
        "try:\n    import x\nexcept ImportError:\n    run = 1\nfinally:\n    also = 2",
        "try:\n    pass\nexcept E:\n    pass\nelse:\n    run = also = 1",
        "with open(f):\n    run, also = 1, 2",
        "later: int\nrun: int = 3\nif run:\n    class also: pass",
    ],
)
def test_what_is_defined_within_a_statement_is_seen(source):
    assert defined_names([Cell(0, "code", source)]) == {"run", "also"}


def test_text_cells_define_nothing():
    assert defined_names([Cell(0, "markdown", "def run(): pass")]) == frozenset()


def test_the_notebooks_of_a_class_are_put_in_piles(two_assignments, write_notebook, tmp_path):
    kinds = assignments_of(two_assignments)
    stamped = tmp_path / "stamped.ipynb"
    stamped.write_text(build_skeleton(kinds[1]), encoding="utf-8")
    half = write_notebook("def half(x): return x / 2", name="half.ipynb")
    other = write_notebook("def half(x): return 0", name="other.ipynb")
    foreign = write_notebook("print('hello')", name="foreign.ipynb")
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{")
    paths = (half, broken, stamped, foreign, other)
    piles = sort_out({path: path.stem for path in paths}, kinds, tmp_path / "out")
    assert [(pile.assignment.name, pile.folder.name) for pile in piles] == [
        ("halves", "halves"),
        ("signs", "signs"),
    ]
    # What fits nowhere is not lost: it goes with most of the others, and is refused there.
    assert [list(pile.names.values()) for pile in piles] == [
        ["half", "broken", "foreign", "other"],
        ["stamped"],
    ]
    (reason,) = piles[0].refused.values()
    assert list(piles[0].refused) == [foreign]
    assert reason.startswith("This notebook is not recognised as one of the assignments `halves`,")


def test_one_kind_of_notebook_is_reported_as_in_a_course_of_one(
    two_assignments, write_notebook, tmp_path
):
    names = {write_notebook("def negative(x): return -x"): "a"}
    (pile,) = sort_out(names, assignments_of(two_assignments), tmp_path)
    assert (pile.assignment.name, pile.folder) == ("signs", tmp_path)


def test_with_one_assignment_nothing_is_refused(course, write_notebook, tmp_path):
    names = {write_notebook("print(1)"): "a", tmp_path / "not there": "b"}
    (pile,) = sort_out(names, assignments_of(course), tmp_path)
    assert (pile.names, pile.refused) == (names, {})


def test_when_nothing_is_recognised_the_assignment_must_be_named(
    two_assignments, write_notebook, tmp_path
):
    with pytest.raises(UsageError, match="`halves`, `signs`: name the assignment with"):
        sort_out({write_notebook("1"): "a"}, assignments_of(two_assignments), tmp_path)


def test_the_assignments_of_this_project_are_told_apart():
    kinds = assignments_of(PROJECT)
    folder = PROJECT / "tests" / "submissions"
    names = {path: path.stem for path in sorted(folder.glob("*.ipynb"))}
    (pile,) = sort_out(names, kinds, PROJECT)
    assert set(pile.names) == set(names)
    assert pile.refused == {}
