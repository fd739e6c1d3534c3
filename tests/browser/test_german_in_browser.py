"""The pages in German, whose words are longer: nothing sticks out, and nothing keeps people out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from grader.class_page import write_class_page
from grader.gradebook import Gradebook
from grader.report import render_instructor_page, render_report
from grader.result import Result
from grader.similarity import Pair
from tests.browser.visit import FAINT_TEXT, RULES
from tests.review.conftest import ANSWERS, BASIS, Sitting, result_of, write_class

UNFOLDED = "for (const item of document.querySelectorAll('details')) item.open = true"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def assert_fits(page: Page) -> None:
    """The page that is open says that it is German, and fits windows of any width, unfolded."""
    assert page.locator("html").get_attribute("lang") == "de"
    page.evaluate(UNFOLDED)
    for width in (1600, 400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) == 0, width


def assert_readable(page: Page) -> None:
    """And it is readable for everybody, where it is narrow."""
    assert page.evaluate(FAINT_TEXT) == []
    results = Axe().run(page, options={"runOnly": RULES})
    assert results.violations_count == 0, results.generate_report()


def german(result: Result) -> Result:
    return msgspec.structs.replace(result, language="de")


def test_the_report(page: Page, result: Result, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    for render in (render_instructor_page, render_report):
        path.write_text(render(german(result)), encoding="utf-8")
        page.goto(path.as_uri())
        assert_fits(page)
    assert "3,75 von 8 Punkten" in page.title()
    assert_readable(page)


def test_the_page_of_the_class(page: Page, class_results: Sequence[Result], tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    pairs = [Pair("student-01", "student-02", 96.0, 240, 31)]
    write_class_page(path, [*map(german, class_results)], pairs)
    page.goto(path.as_uri())
    assert_fits(page)
    page.get_by_label("Nur Zeilen zeigen mit").fill("student-03")
    assert page.locator("#shown").inner_text() == "1 von 9 Zeilen"
    assert_readable(page)


def test_the_page_of_those_who_grade(page: Page, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "reports", ANSWERS)
    with Gradebook(folder) as book:
        for name, answer in ANSWERS.items():
            book.add(BASIS, german(result_of(name, answer)))
    sitting = Sitting(folder, "ada")
    page.goto(sitting.link)
    page.wait_for_url(f"{sitting.home}/")
    assert_fits(page)
    for criterion in ("solve", "explain"):
        page.goto(f"{sitting.home}/items/ann/{criterion}")
        assert_fits(page)
    page.keyboard.press("2")
    page.get_by_text("Gespeichert: 1 von 2").wait_for()
    assert_readable(page)
    sitting.end()
