"""A report shows the notebook's cells: what stopped them, links to them, and all of them."""

from grader.report import render_report
from grader.result import (
    CellRun,
    Place,
    PolicyFinding,
    Status,
    Trouble,
)
from tests.reported import Page, outcome, result


def test_every_link_within_the_page_arrives_even_for_places_that_do_not_exist() -> None:
    places = (Place(0, 99, "f", "x"), Place(42, 1, "f", "x"), Place(1, 1, "f", "x"))
    trouble = Trouble("E", "", places)
    cells = (CellRun(0, "code", "x"), CellRun(1, "markdown", "# x"))
    raised = outcome(earned=0.0, status=Status.RAISED, trouble=trouble)
    policy = (PolicyFinding("Not on the list.", "scipy", 77, 1),)
    page = Page(render_report(result(raised, cells=cells, policy=policy)))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert str(link["href"])[1:] in ids


def test_what_stopped_a_cell_stands_with_the_cell() -> None:
    cells = (CellRun(0, "code", "while True: pass", "timed out", note="Stopped after 10 s."),)
    text = Page(render_report(result(outcome(), cells=cells))).text
    assert "Cell 1 stopped at the time limit" in text
    assert "Stopped after 10 s." in text


def test_a_traceback_gives_way_to_the_students_own_lines() -> None:
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["a long story"]}
    run = CellRun(0, "code", "f()", "raised", (error,), trouble=Trouble("E", "short"))
    text = render_report(result(outcome(), cells=(run,)))
    assert "a long story" not in text
    assert "short" in text


def test_a_typical_report_is_small() -> None:
    source = "\n".join(f"value_{line} = compute({line}, name='text')  # note" for line in range(25))
    cells = tuple(CellRun(i, "code", f"# {i}\n{source}", "ok") for i in range(30))
    assert len(render_report(result(outcome(), cells=cells)).encode()) < 400_000


def test_what_would_make_a_page_of_tens_of_megabytes_is_not_shown_and_said() -> None:
    loud = ({"output_type": "stream", "name": "stdout", "text": "&" * 20_000},)
    cells = tuple(CellRun(n, "code", "&" * 20_000, "ok", loud) for n in range(100))
    long = CellRun(100, "markdown", "&" * 3_000_000)
    page = render_report(result(cells=(*cells, long)))
    assert len(page) < 15_000_000
    assert "The rest of this cell is not shown: it is long." in page


def test_after_very_much_the_rest_of_a_notebook_is_shown_plainly_and_in_full() -> None:
    source = "x = 1  # a line\n" * 1_000
    code = [CellRun(n, "code", source) for n in range(60)]
    markdown = [CellRun(n, "markdown", "**strong** words") for n in range(60, 62)]
    page = render_report(result(cells=(*code, *markdown)))
    assert page.count("# a line") == 60_000
    assert '<span class="n">x</span>' in page
    assert "**strong** words" in page


def test_a_cell_of_very_many_lines_is_shown_in_full_by_few_elements() -> None:
    lines = [f"line {n}" for n in range(100_000)]
    trouble = Trouble("E", "", tuple(Place(0, n, "f", "") for n in (1, 99_000)))
    page = render_report(
        result(cells=(CellRun(0, "code", "\n".join(lines), "raised", (), "", trouble),))
    )
    assert "line 99999\n" in page
    assert page.count('<span class="line') <= 500
    assert 'href="#cell-1-line-1"' in page
    assert "#cell-1-line-99000" not in page


def test_a_cell_says_which_points_it_is_about_and_leads_there() -> None:
    cells = (CellRun(0, "code", "def solve(): ..."), CellRun(1, "code", "x = 1"))
    page = Page(render_report(result(outcome(cell=0), cells=cells)))
    assert "Cell 1 not run 1.1: right, 1.5 of 1.5 def solve()" in page.text
    assert {"class": "right", "href": "#criterion-1.1"} in page.all("a")
    assert "criterion-1.1" in [attributes.get("id") for _, attributes in page.elements]
