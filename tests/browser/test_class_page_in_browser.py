"""The page of a class as people use it: sorted, filtered, by keyboard, with thousands of rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from playwright.sync_api import Browser

from grader.class_page import write_class_page
from grader.result import Mistake, Result, Status
from grader.similarity import Pair
from tests.browser.visit import Visit, barriers

HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
PAIRS = [Pair("student-01", "student-02", 96.0, 240, 31)] * 25


@pytest.fixture
def index_file(class_results: Sequence[Result], tmp_path: Path) -> Path:
    mistake = Mistake("pivot", "Rows are exchanged in `A` but not in `b`.", "the exchange")
    results = [
        msgspec.structs.replace(
            result,
            outcomes=tuple(
                msgspec.structs.replace(o, mistakes=(mistake,)) if o.status is Status.WRONG else o
                for o in result.outcomes
            ),
        )
        for result in class_results
    ]
    path = tmp_path / "index.html"
    write_class_page(path, results, PAIRS)
    return path


@pytest.fixture
def visit(browser: Browser, visits: list[Visit], index_file: Path) -> Visit:
    opened = Visit(browser, index_file)
    visits.append(opened)
    return opened


def rows(visit: Visit) -> int:
    return visit.page.locator("#class tbody tr:visible").count()


def said(visit: Visit) -> str:
    return visit.page.locator("#shown").inner_text()


def test_nothing_that_a_student_wrote_runs(
    browser: Browser, visits: list[Visit], class_results: Sequence[Result], tmp_path: Path
) -> None:
    attacked = [
        msgspec.structs.replace(
            result, submission=HOSTILE, identity={HOSTILE: HOSTILE}, refusal=HOSTILE
        )
        for result in class_results
    ]
    path = tmp_path / "index.html"
    write_class_page(path, attacked, [Pair(HOSTILE, HOSTILE, 99, 9, 9)])
    visit = Visit(browser, path)
    visits.append(visit)
    visit.page.get_by_label("Show only rows with").fill("<img")
    visit.page.get_by_role("button", name="Submission", exact=True).click()
    assert rows(visit) == 9
    assert visit.page.evaluate("typeof window.hacked") == "undefined"
    assert visit.requested_outside() == []
    assert visit.complaints == []


@pytest.mark.parametrize("width", [400, 1600])
def test_the_page_asks_for_nothing_and_fits_the_window(
    browser: Browser, visits: list[Visit], index_file: Path, width: int
) -> None:
    visit = Visit(browser, index_file, width)
    visits.append(visit)
    assert visit.requested_outside() == []
    assert visit.complaints == []
    assert visit.overflow() == 0


def test_the_class_can_be_sorted_and_filtered(visit: Visit) -> None:
    scores = visit.page.locator("#class tbody tr > :nth-child(4)")
    header = visit.page.get_by_role("button", name="Score")
    for sign in (1, -1):
        header.click()
        shown = [text.split()[0] for text in scores.all_inner_texts()]
        numbers = [float(text) for text in shown if text != "–"]
        assert numbers == sorted(numbers, key=lambda number: sign * number)
        assert shown[-1] == "–"
    assert visit.page.locator("th[aria-sort=descending]").count() == 1
    visit.page.get_by_label("Show only rows with").fill("REFUSED")
    assert rows(visit) == 1
    assert said(visit) == "1 of 9 rows"


def test_whoever_is_to_be_looked_at_is_found_in_the_table_by_keyboard(visit: Visit) -> None:
    button = visit.page.locator("#mistakes ~ .causes button")
    button.focus()
    visit.page.keyboard.press("Enter")
    assert 0 < rows(visit) < 9
    assert visit.page.locator("#table").evaluate("e => e === document.activeElement")
    visit.page.get_by_label("and").select_option(label="grader failed (1)")
    assert said(visit) == "1 of 9 rows"
    visit.page.get_by_label("and").select_option("")
    assert rows(visit) == 9


def test_all_columns_are_on_the_printed_page(
    browser: Browser, visits: list[Visit], class_results: Sequence[Result], tmp_path: Path
) -> None:
    (outcome, *_) = class_results[0].outcomes
    many = tuple(
        msgspec.structs.replace(outcome, criterion=f"c{n}", number=f"{n // 9}.{n % 9}", earned=0.75)
        for n in range(14)
    )
    results = [msgspec.structs.replace(one, outcomes=many) for one in class_results]
    path = tmp_path / "index.html"
    write_class_page(path, results)
    visit = Visit(browser, path, width=1047)  # A4 across, without its margins
    visits.append(visit)
    visit.page.emulate_media(media="print")
    widths = "[document.querySelector('#class').scrollWidth, document.body.clientWidth]"
    table, sheet = visit.page.evaluate(widths)
    assert 500 < table <= sheet


def test_many_pairs_are_folded_until_asked_for(visit: Visit) -> None:
    pairs = visit.page.locator(".pairs tbody tr:visible")
    assert pairs.count() == 20
    visit.page.get_by_role("button", name="Show all 25 pairs").press("Enter")
    assert pairs.count() == 25
    assert visit.page.locator("#more-pairs a").first.evaluate("e => e === document.activeElement")


def test_the_marks_are_words_to_a_screen_reader(visit: Visit) -> None:
    row = visit.page.locator("#class").get_by_role("row").filter(has_text="student-02")
    for name in ("right 2", "partly right 0.75", "not attempted 0", "waits for a person"):
        assert row.get_by_role("cell", name=name, exact=True).count() >= 1


def test_a_table_of_thousands_shows_some_and_sorts_and_finds_all(
    browser: Browser, visits: list[Visit], class_results: Sequence[Result], tmp_path: Path
) -> None:
    results = [
        msgspec.structs.replace(class_results[n % 7], submission=f"s-{n:04}", cells=())
        for n in range(5000)
    ]
    path = tmp_path / "index.html"
    write_class_page(path, results)
    visit = Visit(browser, path)
    visits.append(visit)
    assert rows(visit) == 100
    assert said(visit) == "5000 rows, the first 100 are shown"
    visit.page.get_by_role("button", name="Show more rows").press("Enter")
    assert rows(visit) == 200
    header = visit.page.get_by_role("button", name="Submission", exact=True)
    header.press("Enter")
    header.press("Enter")
    assert visit.page.locator("#class tbody th").first.inner_text() == "s-4999"
    visit.page.get_by_label("Show only rows with").fill("s-0007")
    assert said(visit) == "1 of 5000 rows"
    assert rows(visit) == 1


def test_without_scripts_every_row_is_there(
    browser: Browser, class_results: Sequence[Result], tmp_path: Path
) -> None:
    path = tmp_path / "index.html"
    write_class_page(path, [class_results[0]] * 120)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator("#class tbody tr:visible").count() == 120
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_readable_for_everybody(
    browser: Browser, index_file: Path, scheme: Literal["light", "dark"]
) -> None:
    assert barriers(browser, index_file, scheme) == []
