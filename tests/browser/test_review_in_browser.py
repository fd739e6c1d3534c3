"""The page of those who grade: by keyboard, reloaded, undone, with two graders at once."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from grader.attached import taken
from grader.decisions import Decisions, Verdict
from grader.gradebook import Gradebook
from tests.browser.conftest import picture
from tests.browser.visit import FAINT_TEXT, RULES
from tests.review.conftest import ANSWERS, BASIS, HOSTILE, Sitting, result_of, write_class

PROVEN = "The reason is there, its proof isn’t."


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    return write_class(tmp_path / "reports", ANSWERS)


class Grader:
    """A person before a browser of their own."""

    def __init__(self, context: BrowserContext, sitting: Sitting) -> None:
        self.context, self.sitting = context, sitting
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(sitting.link)
        self.page.wait_for_url(f"{sitting.home}/")

    def read(self, submission: str, criterion: str = "explain") -> None:
        self.page.goto(f"{self.sitting.home}/items/{submission}/{criterion}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, words: str) -> None:
        expect(self.page.locator("#saved")).to_contain_text(words)

    def is_at(self, submission: str, criterion: str = "explain") -> None:
        self.page.wait_for_url(f"{self.sitting.home}/items/{submission}/{criterion}")


@pytest.fixture
def grader(browser: Browser, graded: Path) -> Iterator[Callable[..., Grader]]:
    """Let a person sit down."""
    people: list[Grader] = []

    def sit_down(by: str, **more: Any) -> Grader:
        people.append(Grader(browser.new_context(**more), Sitting(graded, by)))
        return people[-1]

    yield sit_down
    for one in people:
        one.context.close()
        one.sitting.end()


def decided(folder: Path, submission: str) -> list[tuple[str, Verdict]]:
    with Gradebook(folder) as book:
        return [(one.by, one.verdict) for one in Decisions(book).of(submission)]


def comes_to(folder: Path, submission: str, *expected: tuple[str, Verdict]) -> None:
    """Wait until the gradebook holds exactly these decisions."""
    for _ in range(200):
        if decided(folder, submission) == list(expected):
            return
        time.sleep(0.02)
    assert decided(folder, submission) == list(expected)


def test_a_class_is_graded_by_keyboard_alone(grader: Callable[..., Grader], graded: Path) -> None:
    ada = grader("ada")
    ada.press("n")
    ada.is_at("ann")
    ada.press("2")
    ada.says("Saved: 1 of 2, by ada.")
    ada.press("c")
    ada.page.keyboard.type("See $\\det$, n.")
    ada.press("Escape", "n")
    ada.is_at("bob")
    comes_to(
        graded,
        "ann",
        ("ada", Verdict(1.0, PROVEN)),
        ("ada", Verdict(1.0, PROVEN, "See $\\det$, n.")),
    )
    ada.press("1")
    ada.says("Saved: 0 of 2")
    ada.press("p")
    ada.is_at("ann")
    expect(ada.page.get_by_role("textbox", name="Comment")).to_have_value("See $\\det$, n.")
    ada.press("n")
    ada.is_at("cem")  # bob's has its points
    ada.press("0", "l")
    expect(ada.page.locator(".progress")).to_have_text("6 of 8 answers wait")
    assert ada.complaints == []


def test_what_was_typed_is_there_after_a_reload_and_after_a_new_start(
    grader: Callable[..., Grader], graded: Path
) -> None:
    ada = grader("ada")
    ada.read("ann")
    ada.page.get_by_label("Other points, 0 to 2").fill("0,5")
    ada.page.get_by_role("textbox", name="Comment").press_sequentially("Half of a half.")
    comes_to(graded, "ann", ("ada", Verdict(0.5)), ("ada", Verdict(0.5, "", "Half of a half.")))
    ada.page.reload()
    expect(ada.page.get_by_label("Other points, 0 to 2")).to_have_value("0.5")
    ben = grader("ben")
    ben.read("ann")
    expect(ben.page.get_by_role("textbox", name="Comment")).to_have_value("Half of a half.")
    ben.says("Saved: 0.5 of 2, by ada.")


def test_u_undoes_step_by_step_and_goes_to_where_it_was(
    grader: Callable[..., Grader], graded: Path
) -> None:
    ada = grader("ada")
    ada.read("ann")
    ada.press("3")
    ada.says("Saved: 2 of 2")
    ada.press("1")
    ada.says("Saved: 0 of 2")
    ada.press("n")
    ada.is_at("bob")
    ada.press("u")
    ada.is_at("ann")
    ada.says("Saved: 2 of 2")
    expect(ada.page.get_by_role("radio", name="2 points")).to_be_checked()
    ada.press("u")
    ada.says("Saved, without points yet.")
    ada.press("u")
    ada.says("There is nothing to undo")
    assert [verdict.points for _, verdict in decided(graded, "ann")] == [2, 0, 2, None]


@pytest.mark.parametrize(
    ("button", "kept"), [("Keep the other’s", ["ada"]), ("Save mine instead", ["ada", "ben"])]
)
def test_of_two_who_decide_at_once_the_second_sees_both_and_chooses(
    grader: Callable[..., Grader], graded: Path, button: str, kept: list[str]
) -> None:
    ada, ben = grader("ada"), grader("ben")
    ada.read("ann")
    ben.read("ann")
    ada.press("3")
    ada.says("Saved: 2 of 2, by ada.")
    ben.press("1")
    dialog = ben.page.get_by_role("dialog", name="Somebody else decided meanwhile")
    expect(dialog).to_be_visible()
    assert dialog.locator("#theirs").inner_text().strip() == "2 points"
    assert dialog.locator("#mine").inner_text().strip() == "0 points"
    assert [by for by, _ in decided(graded, "ann")] == ["ada"]
    results = Axe().run(ben.page, options={"runOnly": RULES})
    assert results.violations_count == 0, results.generate_report()
    ben.page.get_by_role("button", name=button).press("Enter")
    ben.says(f"by {kept[-1]}.")
    assert [by for by, _ in decided(graded, "ann")] == kept


def test_an_answer_that_changed_says_what_the_old_one_got_and_is_never_graded_unseen(
    grader: Callable[..., Grader], graded: Path
) -> None:
    ada = grader("ada")
    ada.read("ann")
    ada.press("3")
    ada.says("Saved: 2 of 2")
    with Gradebook(graded) as book:
        book.add(BASIS, result_of("ann", "Something else."))
    ada.press("1")
    ada.page.get_by_role("button", name="Show it as it is now").click()
    expect(ada.page.locator("#earlier")).to_contain_text("2 of 2 points")
    expect(ada.page.locator(".paper").first).to_contain_text("Something else.")
    ada.page.wait_for_load_state()  # the keys are there when its script has run
    ada.press("l")
    expect(ada.page.get_by_role("row", name="ann")).to_contain_text(
        ["waits The answer has changed; before: 2 of 2 points (ada)", "waits"]
    )
    assert [verdict.points for _, verdict in decided(graded, "ann")] == [2]


def test_comments_are_kept_used_again_and_removed(
    grader: Callable[..., Grader], graded: Path
) -> None:
    ada = grader("ada")
    ada.read("ann")
    ada.page.get_by_role("textbox", name="Comment").fill("Name the *rule*.")
    ada.press("Escape", "k")
    ada.says("The comment is kept.")
    ada.press("n")
    ada.is_at("bob")
    ada.press("Shift+1")
    comes_to(graded, "bob", ("ada", Verdict(None, "", "Name the *rule*.")))
    expect(ada.page.locator("#shown em")).to_have_text("rule")
    ada.page.get_by_role("button", name="Remove: Name the *rule*.").click()
    expect(ada.page.locator("#kept")).to_be_hidden()


def test_points_of_a_machine_change_only_with_a_reason(
    grader: Callable[..., Grader], graded: Path
) -> None:
    ada = grader("ada")
    ada.read("ann", "solve")
    ada.page.get_by_label("Points instead, 0 to 3").fill("3")
    ada.says("Not saved yet: say why")
    ada.press("Tab", "a")
    comes_to(graded, "ann", ("ada", Verdict(3.0, "", "a")))
    ada.says("Saved: 3 of 3")


def test_without_the_server_nothing_is_lost_in_silence(
    grader: Callable[..., Grader], graded: Path
) -> None:
    ada = grader("ada")
    ada.read("ann")
    ada.sitting.end()
    ada.press("3")
    ada.says("Not saved: `grader review` doesn’t answer.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    ada.page.on("dialog", stay)
    ada.page.close(run_before_unload=True)
    for _ in range(100):
        if asked:
            break
        ada.page.wait_for_timeout(20)
    assert asked == ["beforeunload"]
    ada.says("Not saved")  # and she stays


def test_a_hostile_answer_is_shown_and_does_nothing(grader: Callable[..., Grader]) -> None:
    ada = grader("ada")
    ada.read("bob")
    answer = ada.page.locator(".paper").first
    expect(answer).to_contain_text("[picture not shown: far]")
    assert answer.locator("script, form, button, style, [onerror], [href^=javascript]").count() == 0
    ada.page.get_by_role("textbox", name="Comment").fill(HOSTILE)
    expect(ada.page.locator("#shown")).to_contain_text(
        "[picture not shown: far]", use_inner_text=False
    )
    assert ada.page.evaluate("typeof window.hacked") == "undefined"
    assert [url for url in ada.requests if not url.startswith(ada.sitting.home)] == []
    assert ada.complaints == []


def test_a_picture_that_belongs_to_an_answer_stands_in_it(
    grader: Callable[..., Grader], graded: Path
) -> None:
    text, pictures = taken(
        "See ![the steps](attachment:image.png) and ![more](attachment:spy.svg).",
        {
            "image.png": {"image/png": picture()},
            "spy.svg": {"image/svg+xml": "<svg onload='window.hacked = 1'/>"},
        },
    )
    result = result_of("ann", text)
    shown = msgspec.structs.replace(result.cells[1], attached=pictures)
    with Gradebook(graded) as book:
        book.add(BASIS, msgspec.structs.replace(result, cells=(result.cells[0], shown)))
    ada = grader("ada", viewport={"width": 400, "height": 900})
    ada.read("ann")
    image = ada.page.get_by_role("img", name="the steps")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") == 64
    expect(ada.page.locator(".paper").first).to_contain_text("[picture not shown: more]")
    assert ada.page.evaluate("typeof window.hacked") == "undefined"
    assert [url for url in ada.requests if not url.startswith((ada.sitting.home, "data:"))] == []
    assert ada.complaints == []


def test_single_keys_can_be_switched_off(grader: Callable[..., Grader], graded: Path) -> None:
    ada = grader("ada")
    ada.read("ann")
    ada.page.get_by_label("Single keys act").uncheck()
    ada.page.reload()
    ada.press("3", "n")
    ada.says("Nothing is decided yet.")
    ada.page.get_by_role("radio", name=re.compile("^2 points")).check()
    ada.says("Saved: 2 of 2")


def test_levels_are_as_large_and_as_wide_as_what_stands_beside_them(
    grader: Callable[..., Grader],
) -> None:
    ada = grader("ada")
    ada.read("ann")
    sizes, widths = (
        ada.page.evaluate(f"['.level', '#comment'].map((one) => {what})")
        for what in (
            "getComputedStyle(document.querySelector(one)).fontSize",
            "Math.round(document.querySelector(one).getBoundingClientRect().width)",
        )
    )
    assert len(set(sizes)) == 1
    assert len(set(widths)) == 1


@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (1000, "dark"), (1600, "light")])
def test_the_pages_are_readable_for_everybody(
    grader: Callable[..., Grader], width: int, scheme: Literal["light", "dark"]
) -> None:
    ada = grader("ada", viewport={"width": width, "height": 900}, color_scheme=scheme)
    ada.read("ann")
    ada.press("2")
    ada.says("Saved: 1 of 2")
    ada.press("k")
    ada.says("must say something")
    for submission, criterion in (("", ""), ("ann", "explain"), ("cem", "cost"), ("ann", "solve")):
        if submission:
            ada.read(submission, criterion)
        else:
            ada.page.goto(ada.sitting.home)
        ada.page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert ada.page.evaluate(FAINT_TEXT) == []
        results = Axe().run(ada.page, options={"runOnly": RULES})
        assert results.violations_count == 0, results.generate_report()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert ada.page.evaluate(wide) == 0
