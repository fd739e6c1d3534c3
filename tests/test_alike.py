"""The instructor's page of a submission names those that are like it, and forgets them again."""

import re

import pytest

from grader.alike import MOST, with_those_alike
from grader.batch import Batch
from grader.publishing import publish_again
from grader.report import render_instructor_page, render_report
from grader.similarity import Pair
from tests.test_report import HOSTILE, Page, outcome, result

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")
OWN = "\n".join(f"def part{n}(x): return np.sum(x[{n}]) * {n} + len(x)" for n in range(9))
PAIR = Pair("s1", "s2", 87.4, 120, 14, ((1, 4), (2,)))


def page_of(*pairs, **changes):
    one = result(outcome(), **changes)
    return with_those_alike(render_instructor_page(one), one, pairs)


def section(page):
    return page.partition("<!--alike-->")[2].partition("<!--/alike-->")[0]


def test_it_says_who_how_much_and_where_on_both_sides():
    first, second = Page(section(page_of(PAIR))), Page(section(page_of(PAIR, submission="s2")))
    assert "s2 87 % alike here cells 2, 5 there cell 3" in first.text
    assert "s1 87 % alike here cell 3 there cells 2, 5" in second.text
    assert [link["href"] for link in first.all("a")] == [
        "../s2/instructor.html",
        "#cell-2",
        "#cell-5",
        "../s2/instructor.html#cell-3",
    ]


def test_in_german_too():
    assert (
        "s2 zu 87 % ähnlich hier Zellen 2, 5 dort Zelle 3"
        in Page(section(page_of(PAIR, language="de"))).text
    )


def test_who_is_like_nobody_reads_nothing_of_it():
    alone = render_instructor_page(result(outcome()))
    assert page_of() == page_of(Pair("s2", "s3", 99.0, 9, 9)) == alone
    assert "alike" not in Page(alone).text


def test_what_was_said_before_is_replaced_and_forgotten():
    one = result(outcome())
    page = page_of(Pair("s0", "s1", 99.0, 9, 9))
    assert with_those_alike(page, one, [PAIR]) == page_of(PAIR)
    assert with_those_alike(page, one, []) == page_of()


def test_of_very_many_only_some_are_listed():
    pairs = [Pair("s1", f"t{n}", 100.0, 120, 14) for n in range(MOST + 1)]
    page = Page(section(page_of(*pairs)))
    assert len(page.all("li")) == MOST
    assert "More of them stand in the page of the class." in page.text
    assert "More of them" not in section(page_of(*pairs[1:]))


def test_neither_a_name_nor_a_notebook_can_break_out():
    spelt = "<!--alike--><!--/alike-->"
    hostile = page_of(Pair("s1", HOSTILE, 99.0, 9, 9), file=spelt, title=spelt)
    assert hostile.count("<!--alike-->") == 1
    assert Page(hostile).all("img") == []
    assert not re.search("<script>window", hostile)


def test_students_are_not_told_of_it():
    assert "<!--alike" not in render_report(result(outcome()))


@pytest.fixture
def graded(halves, write_notebook, tmp_path):
    """A class of three: two that are alike, and one that isn't."""
    names = {
        write_notebook("#md A text.", *RIGHT, OWN, name="a.ipynb"): "a",
        write_notebook(OWN.replace("x", "vector"), *RIGHT, name="b.ipynb"): "b",
        write_notebook(*RIGHT, name="c.ipynb"): "c",
    }
    list(Batch(halves, names, tmp_path / "out").grade())
    return halves, names, tmp_path / "out"


def test_a_graded_class_has_them_in_the_pages_of_those_who_are_alike(graded):
    _, _, folder = graded
    said = {
        name: Page(section((folder / name / "instructor.html").read_text(encoding="utf-8"))).text
        for name in "abc"
    }
    assert "b 99 % alike here cells 3, 4, 5 there cells 1, 3, 4" in said["a"]
    assert "a 99 % alike here cells 1, 3, 4 there cells 3, 4, 5" in said["b"]
    assert said["c"] == ""


def test_pages_that_stand_follow_the_class(graded):
    halves, names, folder = graded
    page = folder / "a" / "instructor.html"
    before = page.read_bytes()
    list(publish_again(folder))
    assert page.read_bytes() == before
    alone = {path: name for path, name in names.items() if name != "b"}
    assert all(one.before for one in Batch(halves, alone, folder).grade())
    assert section(page.read_text(encoding="utf-8")) == ""
