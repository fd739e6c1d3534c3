import re
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from playwright.sync_api import Browser

from grader.alike import with_those_alike
from grader.report import render_instructor_page, render_report
from grader.result import CellRun, Result
from grader.similarity import Pair
from tests.browser.visit import Visit, barriers

HOSTILE_MARKDOWN = """<script>window.hacked = 1</script>
<img src=x onerror="window.hacked = 2"><img src="https://example.org/spy.png">
<svg onload="window.hacked = 3"></svg><iframe src="javascript:parent.hacked = 4"></iframe>
<meta http-equiv="refresh" content="0; url=https://example.org/">
<style>@import "https://example.org/a.css"; body { display: none }</style>
<base href="https://example.org/"><details open ontoggle="window.hacked = 5">x</details>

![spy](https://example.org/spy.png) $\\text{<script>window.hacked = 6</script>}$
"""
HOSTILE_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="top.hacked = 7">'
    '<script>top.hacked = 8</script><image href="https://example.org/spy.png"/></svg>'
)


@pytest.fixture
def instructor_file(result: Result, tmp_path: Path) -> Path:
    path = tmp_path / "instructor.html"
    alike = [
        Pair(result.submission, f"student-{n:02}", 99.0 - n, 240, 31, ((1, 3), (2,)))
        for n in range(3)
    ]
    page = with_those_alike(render_instructor_page(result), result, alike)
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def report_file(result: Result, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(render_report(result), encoding="utf-8")
    return path


def test_nothing_a_student_wrote_runs_or_loads(
    browser: Browser, visits: list[Visit], result: Result, tmp_path: Path
) -> None:
    drawing = {"output_type": "display_data", "data": {"image/svg+xml": HOSTILE_DRAWING}}
    page_part = {"output_type": "display_data", "data": {"text/html": HOSTILE_MARKDOWN}}
    attacked = msgspec.structs.replace(
        result,
        title="</title><script>window.hacked = 9</script>",
        cells=(
            CellRun(0, "markdown", HOSTILE_MARKDOWN),
            CellRun(1, "code", HOSTILE_MARKDOWN, "ok", (drawing, page_part)),
        ),
    )
    path = tmp_path / "report.html"
    path.write_text(render_report(attacked), encoding="utf-8")
    visit = Visit(browser, path)
    visits.append(visit)
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("typeof window.hacked") == "undefined"
    assert visit.page.url == path.as_uri()
    assert visit.page.title().startswith("lovelace-01: 3.75 of 8 points so far")
    assert visit.requested_outside() == []
    assert visit.page.locator("body").is_visible()
    assert visit.complaints == []


def test_the_policy_of_the_page_stops_what_the_cleaning_might_let_through(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    smuggled = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'></body>"
    page = report_file.read_text(encoding="utf-8").replace("</body>", smuggled)
    report_file.write_text(page, encoding="utf-8")
    visit = Visit(browser, report_file)
    visits.append(visit)
    assert visit.page.evaluate("typeof window.hacked") == "undefined"
    assert any("Content Security Policy" in text for text in visit.complaints)


@pytest.mark.parametrize("width", [400, 1600])
def test_the_pages_ask_for_nothing_and_fit_the_window(
    browser: Browser, visits: list[Visit], report_file: Path, instructor_file: Path, width: int
) -> None:
    for path in (report_file, instructor_file):
        visit = Visit(browser, path, width)
        visits.append(visit)
        assert visit.requested_outside() == []
        assert visit.complaints == []
        assert visit.overflow() == 0


def test_who_is_alike_leads_to_the_cells_on_both_sides(
    browser: Browser, visits: list[Visit], instructor_file: Path
) -> None:
    visit = Visit(browser, instructor_file)
    visits.append(visit)
    first = visit.page.get_by_role("region", name="Submissions that are alike").locator("li").first
    said = " ".join(first.inner_text().split())
    assert said == "student-00 99 % alike here cells 2, 4 there cell 3"
    first.get_by_role("link", name="4").press("Enter")
    assert visit.page.evaluate("document.querySelector(':target').id") == "cell-4"


def test_a_criterion_opens_by_keyboard(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    first = visit.page.locator("details.criterion").first
    assert first.get_attribute("open") is None
    first.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    assert first.get_attribute("open") is not None
    assert first.locator(".found").is_visible()


def test_a_place_in_an_exception_leads_to_its_line(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    visit.page.locator(".trouble a", has_text="cell 2, line 13").first.click()
    line = visit.page.locator("#cell-2-line-13")
    assert "return back_substitution" in line.inner_text()
    assert visit.page.evaluate("document.querySelector(':target').id") == "cell-2-line-13"


def test_everything_is_unfolded_for_printing_and_folded_again_afterwards(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    closed = visit.page.locator("details:not([open])")
    before = closed.count()
    assert before > 0
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert closed.count() == 0
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert closed.count() == before


def test_no_heading_is_printed_at_the_foot_of_a_page_alone(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    visit.page.emulate_media(media="print")
    breaks = visit.page.evaluate(
        "[...document.querySelectorAll('h2, .part > header, .notebook > h2 + p')]"
        ".map((element) => getComputedStyle(element).breakAfter)"
    )
    assert len(breaks) > 3
    assert set(breaks) == {"avoid"}


@pytest.mark.parametrize(("scheme", "width"), [("light", 400), ("dark", 1280)])
def test_the_pages_are_readable_for_everybody(
    browser: Browser,
    report_file: Path,
    instructor_file: Path,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    for path in (report_file, instructor_file):
        assert barriers(browser, path, scheme, width) == []


def test_a_second_hint_waits_for_a_key(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    hint = visit.page.get_by_text("Which row would you take")
    assert not hint.is_visible()
    visit.page.get_by_text("A second hint").press("Enter")
    assert hint.is_visible()


def test_a_cell_leads_to_its_criterion_and_that_back_to_its_line(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    visit.page.locator("#cell-2 .earned a").press("Enter")
    assert visit.page.evaluate("document.querySelector(':target').id") == "criterion-1.2"
    visit.page.locator("[id='criterion-1.2'] .your-code a").press("Enter")
    assert visit.page.evaluate("document.querySelector(':target').id") == "cell-2-line-7"


def test_a_criterion_that_is_led_to_is_unfolded(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    visit.page.goto(report_file.as_uri() + "#criterion-1.1")
    assert visit.page.locator("[id='criterion-1.1']").get_attribute("open") is not None


def test_everything_that_can_be_worked_is_reached_by_the_tab_key(
    browser: Browser, visits: list[Visit], report_file: Path
) -> None:
    visit = Visit(browser, report_file)
    visits.append(visit)
    expected = visit.page.evaluate(
        """[...document.querySelectorAll("a[href], summary, [tabindex='0'], button")]
        .filter(e => e.checkVisibility()).length"""
    )
    reached = 0
    for _ in range(expected + 5):
        visit.page.keyboard.press("Tab")
        reached += visit.page.evaluate(
            """(() => { const e = document.activeElement;
            if (e === document.body || e.dataset.seen) return 0;
            e.dataset.seen = 1;
            return getComputedStyle(e).outlineStyle === "none" ? -99 : 1; })()"""
        )
    assert reached == expected


@pytest.mark.parametrize("level", range(1, 9))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_levels_of_a_map_are_told_by_lightness_alone(
    browser: Browser, report_file: Path, scheme: Literal["light", "dark"], level: int
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(report_file.as_uri())
    colours = [
        page.evaluate(f"getComputedStyle(document.querySelector('.sketch .e{n}')).fill")
        for n in (level, level + 1)
    ]
    page.close()
    lighter, darker = sorted(map(luminance, colours), reverse=True)
    assert [lighter, darker] == [*map(luminance, colours)][:: 1 if scheme == "light" else -1]
    assert (lighter + 0.05) / (darker + 0.05) > 1.1


def luminance(colour: str) -> float:
    """Relative luminance of `rgb(…)`, as WCAG defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
