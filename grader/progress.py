"""What a person sees of a batch while it runs, and finds in its log afterwards."""

import logging
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from grader.case import counted
from grader.confirmations import Confirmation
from grader.decisions import Decision
from grader.errors import UsageError
from grader.gradebook import Basis, Grading
from grader.printing import printable
from grader.result import Result, Student

if TYPE_CHECKING:
    from grader.batch import Graded  # loads all that grading needs

AGAIN = "  (again: rules or decisions have changed, or --regrade was given)"
GO_ON = "What has been graded is kept: the same command goes on where this one stopped."


class Watch:
    """Prints a line for each submission, shows how far the batch is, and writes the log.

    Use as a context manager. On a terminal a bar shows rate and time left.

    Args:
        total: number of submissions.
        quiet: print nothing and show no bar.
        log: file to which the log is added; None for no log.

    Raises:
        UsageError: the log can't be written to.
    """

    def __init__(self, total: int, quiet: bool = False, log: Path | None = None) -> None:
        self.faults = 0
        self._total, self._quiet, self._seen, self._stood = total, quiet, 0, 0
        self._log = _logger(log)
        console = Console(stderr=True)
        terminal = console.is_terminal and sys.stdout.isatty()
        self._bar = Progress(
            TextColumn("Grading"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=console,
            disable=quiet or not terminal,
            transient=True,
        )
        self._task = self._bar.add_task("Grading", total=total)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._log.info("Grading %d submissions.", self._total)
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away and say in the log how it ended."""
        self._bar.stop()
        counts = f"{self._seen - self._stood} graded, {self._stood} as before, {self.faults} faults"
        if error is None:
            self._log.info("Done: %s.", counts)
        else:
            said = printable(str(error)) or "interrupted"
            self._log.error("Stopped: %s. %s. %s", said.rstrip("."), counts, GO_ON)
        for handler in self._log.handlers:
            handler.close()

    def saw(self, graded: "Graded") -> None:
        """Say what became of one submission."""
        line = line_of(graded.result)
        as_before = ""
        if graded.before:
            as_before = " (not run again)" if graded.changed else " (as before)"
        if not self._quiet:
            typer.echo(f"{line}{as_before}")
            for flag in graded.result.flags:
                typer.echo(f"   {printable(flag)}")
        for remark in graded.remarks:
            self._log.warning("%s: %s", graded.result.submission, printable(remark))
        level = logging.ERROR if graded.result.fault else logging.INFO
        took = "" if graded.before else f" [{graded.result.seconds:.2f} s]"
        self._log.log(level, "%s%s%s", line, as_before, took)
        self._seen += 1
        self._stood += graded.before
        self.faults += bool(graded.result.fault)
        if graded.before:  # it took no time, which would make the rate look better than it is
            self._bar.update(self._task, total=self._total - self._stood)
        else:
            self._bar.advance(self._task)

    def saw_all(self, folder: Path, missing: Sequence[Student], *, all_known: bool = True) -> None:
        """Say who handed in nothing, and where all that belongs to an assignment stands.

        Args:
            folder: of the reports.
            missing: who is on the roster and handed in nothing.
            all_known: whether every submission is of somebody on the roster.
        """
        if self._quiet:
            return
        if missing:
            names = ", ".join(student.label for student in missing)
            nothing = "nothing" if all_known else "nothing that is known to be theirs"
            typer.echo(f"{len(missing)} on the roster handed in {nothing}: {names}")
        typer.echo(f"Reports: {folder / 'index.html'}   Grades: {folder / 'grades.csv'}")

    def missed(self, names: Collection[str]) -> None:
        """Say which submissions of the run before are not among those of this one."""
        if names:
            typer.echo(
                f"{counted(len(names), 'submission')} of the run before not given this time, and "
                "so neither in index.html nor in grades.csv; their own reports stay. Give all of a "
                f"class together: {', '.join(sorted(names))}",
                err=True,
            )

    @property
    def left(self) -> int:
        """Submissions that haven't been graded."""
        return self._total - self._seen


def line_of(result: Result) -> str:
    """One line about one submission, which nothing that a student wrote can forge."""
    if result.fault:
        came_of_it = f"not graded. {result.fault}"
    elif result.refusal:
        came_of_it = f"0 of {result.total:g}. {result.refusal}"
    else:
        came_of_it = score_of(result.score, result.automatic, result.pending)
    return printable(f"{result.submission}: {came_of_it}")


def score_of(score: float, automatic: float, pending: float) -> str:
    """Points so far, out of those that are decided, and those that are not."""
    return f"{score:g} of {automatic:g}" + (f", {pending:g} pending" if pending else "")


def history_lines(
    gradings: Iterable[Grading],
    decisions: Iterable[Decision] = (),
    confirmations: Iterable[Confirmation] = (),
) -> list[str]:
    """A line for each grading and each decision of a person, in the order of time.

    Gradings say what they rest on where that isn't as it was before. Decisions on packages whose
    time isn't known, as in a table that a person wrote, come last.
    """
    lines = [(one.decided, _decision_line(one)) for one in decisions]
    timeless = []
    for one in confirmations:
        if when := _moment(one.when):
            lines.append((when, _confirmation_line(one)))
        else:
            timeless.append(_confirmation_line(one))
    before: dict[str, Basis] = {}
    for grading in gradings:
        who = ", ".join([grading.submission, *filter(None, grading.identity.values())])
        if grading.score is None:
            came_of_it = f"not graded. {grading.remark}"
        else:
            came_of_it = score_of(grading.score, grading.automatic, grading.pending)
            came_of_it += f". {grading.remark}" if grading.remark else ""
        changed = _changes(before.get(grading.submission), grading.basis)
        before[grading.submission] = grading.basis
        lines.append((grading.graded, f"{who}: {came_of_it}{changed}"))
    timed = (
        f"{when.astimezone().isoformat(sep=' ', timespec='seconds')}  {line}"
        for when, line in sorted(lines, key=lambda pair: pair[0])
    )
    return [printable(line) for line in (*timed, *timeless)]


def _moment(text: str) -> datetime | None:
    """A moment that was written down; None if it is none, as a person may write anything."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _confirmation_line(confirmation: Confirmation) -> str:
    """Who decided what about which packages, and why."""
    packages = ", ".join(sorted(confirmation.packages)) or "packages"
    who = f"{confirmation.submission}, by {confirmation.by}"
    return f"{who}: {packages} {confirmation.decision}. {confirmation.reason}"


def _decision_line(decision: Decision) -> str:
    """Who decided what, and why."""
    item, verdict = decision.item, decision.verdict
    if verdict.points is None:
        said = f"{item.criterion} has no points from a person"
    elif item.was is None:
        said = f"{item.criterion} gets {verdict.points:g} of {item.at_most:g}"
    else:
        said = f"{item.criterion} gets {verdict.points:g} instead of {item.was:g}"
    reasons = [reason for reason in (verdict.level, verdict.comment.strip()) if reason]
    why = f". {' '.join(reasons)}" if reasons else ""
    return f"{item.submission}, by {decision.by}: {said}{why}"


def _changes(before: Basis | None, now: Basis) -> str:
    """In words what a grading rests on that the one before it didn't."""
    if before is None:
        return ""
    words = ("file", "assignment", "grader", "isolation")
    both = zip(words, msgspec.structs.astuple(before), msgspec.structs.astuple(now), strict=True)
    changed = [word for word, old, new in both if old != new]
    return f"  (another {' and another '.join(changed)})" if changed else AGAIN


class _Log(logging.FileHandler):
    """A log that, once it can't be written, says so and stops nothing."""

    said = False

    def handleError(self, _: logging.LogRecord) -> None:
        """Say it the first time."""
        if not self.said:
            self.said = True
            error = sys.exc_info()[1]
            typer.echo(f"{self.baseFilename}: the log can't be written ({error}).", err=True)

    def close(self) -> None:
        """Close the file, also where what is left can't be written."""
        with suppress(OSError):
            super().close()


class _Rate(ProgressColumn):
    """Submissions in a minute."""

    def render(self, task: Task) -> Text:
        return Text(f"{60 * task.speed:.3g}/min" if task.speed else "")


def _logger(path: Path | None) -> logging.Logger:
    """A logger of its own for one batch, that writes to a file or nowhere."""
    log = logging.Logger("grader", logging.INFO)
    if path is None:
        log.addHandler(logging.NullHandler())
        return log
    try:
        handler = _Log(path, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: the log can't be written there ({error.strerror}).") from None
    form = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    form.converter = time.gmtime
    handler.setFormatter(form)
    log.addHandler(handler)
    return log
