"""A page opened in the browser, and what keeps people from reading it."""

from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page


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

    def requested_outside(self) -> list[str]:
        """What was asked for besides the page itself and what is within it."""
        return [url for url in self.requests[1:] if not url.startswith("data:")]


def barriers(
    browser: Browser, file: Path, scheme: Literal["light", "dark"], width: int = 1280
) -> list[str]:
    """What WCAG 2.2 AA asks for and the page hasn't, folded and unfolded."""
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    found = [f"{scheme}: {barrier}" for barrier in page.evaluate(FAINT_TEXT)]
    for unfolded in (False, True):
        if unfolded:
            page.evaluate(
                "for (const item of document.querySelectorAll('details')) item.open = true"
            )
        results = Axe().run(page, options={"runOnly": RULES})
        if results.violations_count:
            found.append(results.generate_report())
    page.close()
    return found


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
