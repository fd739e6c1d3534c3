"""Writes what grading found out as an HTML page for one student, and one for the instructor."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import NamedTuple

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader import rendering, timings
from grader.markdown import markdown
from grader.pictures import drawn, legend, title_of
from grader.result import CellRun, Outcome, Place, Result
from grader.sanitising import plain
from grader.telling import (
    all_points,
    causes_of,
    headline,
    line_words,
    mark,
    open_points,
    out_of,
    parts_of,
    plural_of,
    points,
    points_of,
    share,
    standing,
    status_word,
    told,
    waits_of,
)
from grader.texts import (
    gettext,
    language,
    later,
    ngettext,
    number,
    pgettext,
    say,
    speaking,
)

__all__ = [
    "causes_of",
    "mark",
    "page",
    "points",
    "render_instructor_page",
    "render_report",
    "write_report",
]

_HERE = Path(__file__).parent
TEMPLATES = (_HERE / "templates", _HERE.parent / "templates")  # installed, then at development

_CELL_WORDS = {
    "raised": later("raised an exception"),
    "timed out": later("stopped at the time limit"),
    "crashed": later("ended the process"),
    "not run": later("not run"),
}


_STYLE_WORDS = {
    "more": later("more"),
    "less": later("less"),
    "right": later("right"),
    "partly": later("partly right"),
    "wrong": later("not yet right"),
    "raised": later("exception"),
    "stopped": later("stopped"),
    "absent": later("not attempted"),
    "pending": later("waits for a person"),
}


class Cell(NamedTuple):
    """A notebook cell, ready for the page."""

    number: int  # 1-based
    run: CellRun
    body: Markup
    status: str  # words; empty where there is nothing to say
    outputs: tuple[rendering.Shown, ...]
    lines: int  # that can be pointed at


def _marked_lines(result: Result) -> dict[int, set[int]]:
    """Lines that the page points at, by 0-based cell."""
    troubles = [outcome.trouble for outcome in result.outcomes]
    troubles += [run.trouble for run in result.cells]
    marked: dict[int, set[int]] = defaultdict(set)
    for outcome in result.outcomes:
        for place in outcome.lines:
            marked[place.cell].add(place.line)
    for trouble in filter(None, troubles):
        for place in trouble.places:
            marked[place.cell].add(place.line)
    for finding in result.policy:
        marked[finding.cell].add(finding.line)
    return marked


def _about(outcomes: Iterable[Outcome]) -> dict[int, list[Outcome]]:
    """The criteria that were put to what a cell defines, by its 0-based number."""
    about: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.cell is not None:
            about[outcome.cell].append(outcome)
    return about


def _cells(runs: Iterable[CellRun], marked: dict[int, set[int]]) -> Iterator[Cell]:
    """The cells, plainly where those before were so long that the page would take minutes.

    Nothing where it would have tens of megabytes.
    """
    left, room = rendering.LONGEST_NOTEBOOK, rendering.LONGEST_PAGE
    for run in runs:
        left -= len(run.source) + sum(map(rendering.effort, run.outputs))
        yield _cell(run, marked[run.index], plainly=left < 0, room=max(0, room))
        room -= len(run.source) + sum(map(rendering.printed, run.outputs))


def _cell(run: CellRun, marked: set[int], plainly: bool, room: int) -> Cell:
    number, source = run.index + 1, run.source[:room]
    if run.kind == "code":
        body = rendering.code(source, number, marked, plainly=plainly)
        word = _CELL_WORDS.get(run.status)
        status = "" if run.status == "ok" else say(word) if word else run.status
    elif run.kind == "markdown" and not plainly:
        body, status = markdown(source, run.attached), ""
    else:
        body, status = Markup("<pre>{}</pre>").format(plain(source)), ""
    if len(source) < len(run.source):
        body += rendering.aside(say("The rest of this cell is not shown: it is long."))
    # The exception stands below, cut to the student's own lines; the long traceback adds nothing.
    outputs = [o for o in run.outputs if not (run.trouble and o.get("output_type") == "error")]
    shown = tuple(rendering.output(output, plainly=plainly, room=room) for output in outputs)
    lines = rendering.lines_in(source, plainly=plainly) if run.kind == "code" else 0
    return Cell(number, run, body, status, shown, lines)


def _clean(value: object) -> object:
    if type(value) is Markup:  # of ours, with texts in it that were escaped but may be anything
        return Markup(plain(value))
    return plain(value) if type(value) is str else value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    install = environment.install_gettext_callables  # type: ignore[attr-defined]
    install(gettext, ngettext, newstyle=True, pgettext=pgettext)
    environment.filters |= {"markdown": markdown}
    environment.filters |= {"points": points, "share": share, "mark": mark, "word": status_word}
    environment.filters |= {"spoken": rendering.spoken, "quoted": ascii}
    environment.filters |= {"drawn": drawn, "picture_title": title_of}
    environment.filters |= {"timing": timings.chart, "timing_words": timings.sentence}
    environment.filters |= {"plural": plural_of, "number": number}
    environment.filters |= {"listed": rendering.listed}
    environment.globals |= {"all_points": all_points, "points_of": points_of, "out_of": out_of}
    environment.globals |= {"open_points": open_points, "waits_of": waits_of}
    environment.globals |= {"line_words": line_words, "in_function": rendering.in_function}
    environment.globals |= {"headline": headline, "legend": legend, "language": language}
    return environment


def style_words() -> str:
    """Return the words that the style speaks of, in the language that holds."""
    words = (f'--word-{name}: "{say(word)} ";' for name, word in _STYLE_WORDS.items())
    return f":root {{ {' '.join(words)} }}\n"


@lru_cache(maxsize=16)
def _inlined(name: str, words: str = "") -> tuple[Markup, str]:
    """A style or script of ours, and the hash by which the page allows exactly it."""
    loader = _environment().loader
    assert loader is not None
    text = words + loader.get_source(_environment(), name)[0].replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"sha256-{digest}"


def rendered(template: str, **content: object) -> str:
    """Return what a template makes of its content; whatever is in it is shown and never runs."""
    return _environment().get_template(template).render(**content)


def page(template: str, script: str, **content: object) -> str:
    """Return what `pieces_of_page` gives in one text."""
    return "".join(pieces_of_page(template, script, **content))


def pieces_of_page(template: str, script: str, **content: object) -> Iterator[str]:
    """Make a page from a template, piece by piece, which allows exactly its own style and script.

    Args:
        template: its name.
        script: name of the script beside it.
        content: what the template speaks of; whatever is in it is shown and never runs.
    """
    style_text, style_hash = _inlined("style.css", style_words())
    script_text, script_hash = _inlined(script)
    policy = (
        f"default-src 'none'; img-src data:; style-src '{style_hash}';"
        f" script-src '{script_hash}'; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .generate(policy=Markup(policy), style=style_text, script=script_text, **content)
    )


_version_of = lru_cache(version)


def render_report(result: Result) -> str:
    """Return the page for one student: self-contained, offline, the same for the same result."""
    with speaking(result.language):
        return _rendered(result)


def render_instructor_page(result: Result) -> str:
    """Return the student's page with right answers, times and versions: never for students."""
    evidence = {one.criterion: one for one in result.evidence}
    with speaking(result.language):
        versions = {
            say("Grader"): _version_of("notebook-grader"),
            "Python": python_version(),
            "NumPy": _version_of("numpy"),
        }
        return _rendered(result, instructor=True, evidence=evidence, versions=versions)


def _rendered(result: Result, instructor: bool = False, **more: object) -> str:
    cells = list(_cells(result.cells, _marked_lines(result)))
    lines = {cell.run.index: cell.lines for cell in cells}

    def anchor(place: Place) -> str:
        if place.cell not in lines:
            return ""
        line = f"-line-{place.line}" if 1 <= place.line <= lines[place.cell] else ""
        return f"#cell-{place.cell + 1}{line}"

    return page(
        "report.html",
        "report.js",
        result=msgspec.structs.replace(result, evidence=(), written=()),
        parts=parts_of(result.outcomes),
        causes=causes_of(result.outcomes),
        told=told(result.outcomes),
        standing=standing(result),
        about=_about(result.outcomes),
        cells=cells,
        anchor=anchor,
        instructor=instructor,
        **more,
    )


def write_report(result: Result, folder: Path) -> Path:
    """Write `report.html` into `folder`, which is made when missing, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(render_report(result), encoding="utf-8", newline="\n")
    return path
