from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from grader.class_page import render_class_page
from grader.report import render_report
from grader.result import CellRun, Result

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


class Visit:
    """A page opened from its file, with everything that it asked for or complained about."""

    def __init__(self, browser: Browser, file: Path, width: int = 1600) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


@pytest.fixture
def visits(browser: Browser) -> Iterator[list[Visit]]:
    opened: list[Visit] = []
    yield opened
    for visit in opened:
        visit.page.close()


@pytest.fixture
def report_file(result: Result, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(render_report(result), encoding="utf-8")
    return path


@pytest.fixture
def index_file(class_results: Sequence[Result], tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_text(render_class_page(class_results), encoding="utf-8")
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
    assert [url for url in visit.requests if not url.startswith("data:")] == [path.as_uri()]
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
    browser: Browser, visits: list[Visit], report_file: Path, index_file: Path, width: int
) -> None:
    for path in (report_file, index_file):
        visit = Visit(browser, path, width)
        visits.append(visit)
        assert [url for url in visit.requests if not url.startswith("data:")] == [path.as_uri()]
        assert visit.complaints == []
        assert visit.overflow() == 0


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


def test_the_class_can_be_sorted_and_filtered(
    browser: Browser, visits: list[Visit], index_file: Path
) -> None:
    visit = Visit(browser, index_file)
    visits.append(visit)
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
    assert visit.page.locator("#class tbody tr:visible").count() == 1
    assert visit.page.locator("#shown").inner_text() == "1 of 9 rows"


def test_the_marks_in_the_overview_are_words_to_a_screen_reader(
    browser: Browser, visits: list[Visit], index_file: Path
) -> None:
    visit = Visit(browser, index_file)
    visits.append(visit)
    row = visit.page.get_by_role("row").filter(has_text="student-02")
    for name in ("right 2", "partly right 0.75", "not attempted 0", "waits for a person"):
        assert row.get_by_role("cell", name=name, exact=True).count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(
    browser: Browser, report_file: Path, index_file: Path, scheme: str
) -> None:
    """WCAG 2.2 AA asks for a contrast of 4.5 between text and what lies behind it."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    for path in (report_file, index_file):
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.evaluate(FAINT_TEXT) == []
    context.close()


FAINT_TEXT = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3)
    .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if ((parts(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = new Set();
  for (const element of document.body.querySelectorAll("*:not(script):not(svg *)")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.add(`${element.tagName}.${element.className} ${contrast}`);
  }
  return [...faint];
}"""
