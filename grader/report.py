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

from grader import rendering
from grader.result import CellRun, Mistake, Outcome, Place, Result, Status

_HERE = Path(__file__).parent
TEMPLATES = (_HERE / "templates", _HERE.parent / "templates")  # installed, then at development

_WORDS = {
    Status.RIGHT: "right",
    Status.WRONG: "not yet right",
    Status.RAISED: "raised an exception",
    Status.TIMED_OUT: "stopped at the time limit",
    Status.CRASHED: "ended the process",
    Status.NOT_ATTEMPTED: "not attempted",
    Status.PENDING: "waits for a person",
}
_CELL_WORDS = {
    "ok": "ran",
    "raised": "raised an exception",
    "timed out": "stopped at the time limit",
    "crashed": "ended the process",
    "not run": "not run",
}


class Part(NamedTuple):
    """The outcomes of one exercise, in order, and what they add up to."""

    title: str
    outcomes: tuple[Outcome, ...]

    @property
    def earned(self) -> float:
        """Points so far."""
        return sum(outcome.earned or 0.0 for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """Points that are decided: all but the pending ones."""
        return sum(o.points for o in self.outcomes if o.earned is not None)

    @property
    def pending(self) -> float:
        """Points that a person has yet to decide on."""
        return sum(o.points for o in self.outcomes if o.earned is None)


class Cause(NamedTuple):
    """A named mistake and all that it costs."""

    mistake: Mistake
    points: float
    numbers: tuple[str, ...]  # of the criteria, "1.4"


class Cell(NamedTuple):
    """A notebook cell, ready for the page."""

    number: int  # 1-based
    run: CellRun
    body: Markup
    status: str  # words; empty where there is nothing to say
    outputs: tuple[rendering.Shown, ...]


def points(value: float) -> str:
    """Write points as people do: `7.5`, `1`, `0.25`; never below zero, no trailing zeros."""
    return f"{max(0.0, value):.3f}".rstrip("0").rstrip(".")


def number_of(count: float, singular: str, plural: str = "") -> str:
    """Write a count with its noun: `1 point`, `0.5 points`."""
    written = points(count)
    return f"{written} {singular if written == '1' else plural or singular + 's'}"


def share(part: float, whole: float) -> str:
    """Write a part of a whole as a percentage between 0 and 100, for drawing."""
    return points(100 * min(1.0, part / whole)) if whole > 0 else "0"


def mark(outcome: Outcome) -> str:
    """Name the shape and colour that stand for an outcome."""
    if outcome.earned is None or outcome.status is Status.PENDING:
        return "pending"
    if outcome.status is Status.RIGHT:
        return "right"
    if outcome.earned > 0:
        return "partly"
    return {
        Status.RAISED: "raised",
        Status.TIMED_OUT: "stopped",
        Status.CRASHED: "stopped",
        Status.NOT_ATTEMPTED: "absent",
    }.get(outcome.status, "wrong")


def status_word(outcome: Outcome) -> str:
    """Say in words how a criterion ended."""
    if outcome.earned is None:
        return _WORDS[Status.PENDING]
    if outcome.status is Status.WRONG and outcome.earned >= outcome.points > 0:
        return "full points, with a note"
    return "partly right" if mark(outcome) == "partly" else _WORDS[outcome.status]


def headline(result: Result) -> str:
    """Say in one sentence what counts."""
    if result.fault:
        return "No score yet"
    whole = result.total if result.refusal or not result.pending else result.automatic
    so_far = " so far" if result.pending and not result.refusal else ""
    return f"{points(result.score)} of {number_of(whole, 'point')}{so_far}"


def parts_of(outcomes: Iterable[Outcome]) -> list[Part]:
    """Group outcomes by their exercise, both in the order in which they come."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.part].append(outcome)
    return [Part(title, tuple(group)) for title, group in groups.items()]


def causes_of(outcomes: Iterable[Outcome]) -> list[Cause]:
    """The named mistakes, those first that cost most."""
    found: dict[str, tuple[Mistake, list[Outcome]]] = {}
    for outcome in outcomes:
        for mistake in outcome.mistakes:
            found.setdefault(mistake.name, (mistake, []))[1].append(outcome)
    causes = [
        Cause(mistake, sum(o.points - (o.earned or 0) for o in lost), tuple(o.number for o in lost))
        for mistake, lost in found.values()
    ]
    return sorted(causes, key=lambda cause: -cause.points)


def _marked_lines(result: Result) -> dict[int, set[int]]:
    """Lines that the page points at, by 0-based cell."""
    troubles = [outcome.trouble for outcome in result.outcomes]
    troubles += [run.trouble for run in result.cells]
    marked: dict[int, set[int]] = defaultdict(set)
    for trouble in filter(None, troubles):
        for place in trouble.places:
            marked[place.cell].add(place.line)
    for finding in result.policy:
        marked[finding.cell].add(finding.line)
    return marked


def _cells(runs: Iterable[CellRun], marked: dict[int, set[int]]) -> Iterator[Cell]:
    """The cells, plainly where those before were so long that the page would take minutes."""
    left = rendering.LONGEST_NOTEBOOK
    for run in runs:
        left -= len(run.source) + sum(map(rendering.effort, run.outputs))
        yield _cell(run, marked[run.index], plainly=left < 0)


def _cell(run: CellRun, marked: set[int], plainly: bool) -> Cell:
    number = run.index + 1
    if run.kind == "code":
        body = rendering.code(run.source, number, marked, plainly=plainly)
        status = "" if run.status == "ok" else _CELL_WORDS.get(run.status, run.status)
    elif run.kind == "markdown" and not plainly:
        body, status = rendering.markdown(run.source), ""
    else:
        body, status = Markup("<pre>{}</pre>").format(rendering.plain(run.source)), ""
    # The exception stands below, cut to the student's own lines; the long traceback adds nothing.
    outputs = [o for o in run.outputs if not (run.trouble and o.get("output_type") == "error")]
    shown = tuple(rendering.output(output, plainly=plainly) for output in outputs)
    return Cell(number, run, body, status, shown)


def _anchors(result: Result) -> dict[int, int]:
    """How many lines can be pointed at, by 0-based cell."""
    return {
        run.index: rendering.plain(run.source).count("\n") + 1 if run.kind == "code" else 0
        for run in result.cells
    }


def _clean(value: object) -> object:
    return rendering.plain(value) if type(value) is str else value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"markdown": rendering.markdown}
    environment.filters |= {"points": points, "share": share, "mark": mark, "word": status_word}
    environment.filters |= {"spoken": rendering.spoken, "quoted": ascii}
    environment.globals |= {"number_of": number_of, "headline": headline}
    return environment


@lru_cache(maxsize=8)
def _inlined(name: str) -> tuple[Markup, str]:
    """A style or script of ours, and the hash by which the page allows exactly it."""
    loader = _environment().loader
    assert loader is not None
    text = loader.get_source(_environment(), name)[0].replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"sha256-{digest}"


def rendered(template: str, **content: object) -> str:
    """Return what a template makes of its content; whatever is in it is shown and never runs."""
    return _environment().get_template(template).render(**content)


def page(template: str, script: str, **content: object) -> str:
    """Return a page made from a template, which allows exactly its own style and script.

    Args:
        template: its name.
        script: name of the script beside it.
        content: what the template speaks of; whatever is in it is shown and never runs.
    """
    style_text, style_hash = _inlined("style.css")
    script_text, script_hash = _inlined(script)
    policy = (
        f"default-src 'none'; img-src data:; style-src '{style_hash}';"
        f" script-src '{script_hash}'; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(policy=Markup(policy), style=style_text, script=script_text, **content)
    )


def render_report(result: Result) -> str:
    """Return the page for one student: self-contained, offline, the same for the same result."""
    return _rendered(result)


def render_instructor_page(result: Result) -> str:
    """Return the student's page with right answers, times and versions: never for students."""
    versions = {
        "Grader": version("notebook-grader"),
        "Python": python_version(),
        "NumPy": version("numpy"),
    }
    evidence = {one.criterion: one for one in result.evidence}
    return _rendered(result, instructor=True, evidence=evidence, versions=versions)


def _rendered(result: Result, instructor: bool = False, **more: object) -> str:
    marked, lines = _marked_lines(result), _anchors(result)

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
        cells=list(_cells(result.cells, marked)),
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
