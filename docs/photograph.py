"""Takes the pictures of docs/report.md: `python docs/photograph.py`, after `make demo`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
REPORT = "reports/tanh_derivative_forgotten/report.html"
PICTURES = (  # name, page, width, height, colours
    ("report-wide", REPORT, 1280, 1500, "light"),
    ("report-narrow", REPORT, 400, 1700, "light"),
    ("report-dark", "reports/forward_without_hidden_bias/report.html", 1280, 1500, "dark"),
    ("class", "reports/index.html", 1280, 1500, "light"),
)


def main() -> None:
    """Save them into docs/pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, file, width, height, colours in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=colours,
                device_scale_factor=0.75 if width > 400 else 1,
            )
            page.goto((ROOT / file).as_uri())
            path = ROOT / "docs" / "pictures" / f"{name}.png"
            path.parent.mkdir(exist_ok=True)
            page.screenshot(path=path)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
