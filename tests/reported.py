"""Results to report on, a hostile one among them, and what every page must keep to."""

import base64
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from grader.class_page import write_class_page
from grader.result import (
    Asked,
    CellRun,
    Evidence,
    Finding,
    Measurement,
    Mistake,
    Outcome,
    Picture,
    Place,
    PolicyFinding,
    Result,
    Status,
    Student,
    Trouble,
    Value,
)
from grader.similarity import Pair

HOSTILE = (
    "\"'><script>window.hacked = 1</script><img src=https://example.org/x onerror=hack()>"
    "{{ 7*7 }}\ud800\x00"
)


def outcome(**changes: Any) -> Outcome:
    usual = Outcome("solve.small", "1.1", "Elimination", "Found.", 1.5, 1.5, Status.RIGHT)
    return msgspec.structs.replace(usual, **changes)


def result(*outcomes: Outcome, **changes: Any) -> Result:
    total = sum(o.points for o in outcomes)
    usual = Result("s1", "s1.ipynb", "matrix", "Linear systems", "1.0", total, outcomes)
    return msgspec.structs.replace(usual, **changes)


def class_page(
    results: Sequence[Result], pairs: Sequence[Pair] = (), missing: Sequence[Student] = ()
) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder, "index.html")
        write_class_page(path, results, pairs, missing)
        return path.read_text(encoding="utf-8")


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._raw = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._raw = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        if not self._raw:
            self.text = re.sub(r"\s+", " ", self.text + data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def hostile_result() -> Result:
    trouble = Trouble(HOSTILE, HOSTILE, (Place(0, 1, HOSTILE, HOSTILE),))
    finding = Finding(HOSTILE, HOSTILE, "x", float("nan"), (1, 2), 3, 4)
    attacked = outcome(
        criterion=HOSTILE,
        number=HOSTILE,
        part=HOSTILE,
        title=HOSTILE,
        earned=0.0,
        status=Status.RAISED,
        cases=2,
        findings=(finding, msgspec.structs.replace(finding, sentence=HOSTILE)),
        case=HOSTILE,
        trouble=trouble,
        reason=HOSTILE,
        notes=(HOSTILE,),
        hint=HOSTILE,
        mistakes=(Mistake(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        calls=HOSTILE,
        cell=0,
        lines=(Place(0, 1, HOSTILE, HOSTILE), Place(99, 99, HOSTILE, HOSTILE)),
        pictures=(
            Picture("map", HOSTILE, (HOSTILE, HOSTILE), ((0, 9), (5, 1)), (2, 2)),
            Picture("points", HOSTILE, (HOSTILE, HOSTILE), ((0, 9, 9),)),
        ),
    )
    outputs: tuple[dict[str, Any], ...] = (
        {"output_type": "stream", "name": HOSTILE, "text": HOSTILE},
        {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": [HOSTILE]},
        {"output_type": "display_data", "data": {"text/html": HOSTILE, "text/plain": HOSTILE}},
        {"output_type": "display_data", "data": {"text/latex": HOSTILE}},
        {"output_type": "display_data", "data": {"image/png": HOSTILE, "text/plain": HOSTILE}},
        {"output_type": HOSTILE},
    )
    cells = (
        CellRun(0, "code", HOSTILE, HOSTILE, outputs, HOSTILE),
        CellRun(1, "markdown", HOSTILE + "\n\n" + HOSTILE),
        CellRun(2, HOSTILE, HOSTILE, trouble=trouble),
    )
    return Result(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        1.5,
        (attacked,),
        cells,
        (PolicyFinding(HOSTILE, HOSTILE, 0, 1),),
        {HOSTILE: HOSTILE},
        isolation=HOSTILE,
        measurements=(Measurement(HOSTILE, (HOSTILE, HOSTILE), (1.0, 1e-9)),),
        evidence=(
            Evidence(
                HOSTILE,
                1.0,
                HOSTILE,
                (Asked(0, HOSTILE, "x", (Value(HOSTILE, HOSTILE, HOSTILE),)),),
            ),
        ),
    )


def assert_harmless(text: str) -> None:
    page = Page(text)
    assert len(page.all("script")) == 1
    assert len(page.all("style")) == 1
    assert page.all("img") == [{}] * len(page.all("img"))
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not (attributes.get("src") or attributes.get("href") or "").startswith("http")
    assert "49" not in page.text.replace("{{ 7*7 }}", "")
    assert "{{ 7*7 }}" in page.text
    assert "\x00" not in text
    text.encode()


def assert_allows_only_its_own(text: str) -> None:
    policy = next(
        a["content"]
        for a in Page(text).all("meta")
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    for tag in ("style", "script"):
        inline = text.split(f"<{tag}>")[1].split(f"</{tag}>", maxsplit=1)[0]
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none'; img-src data:;")
    assert "base-uri 'none'; form-action 'none'" in str(policy)


def assert_headings_go_down(text: str) -> None:
    levels = [int(t[1]) for t, _ in Page(text).elements if re.fullmatch("h[1-6]", t)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
