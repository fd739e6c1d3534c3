"""Reads the corpus: student code with labels, run after the reference's own cells.

A file of the corpus is a Python file in percent format that defines what its student wrote; what it
leaves out comes from the reference, as the last definition counts. Its head says what it is:

    \"\"\"The gradient of the hidden bias is taken before the tanh.\"\"\"
    # lost: bias_gradients.* gradient_check.*
    # named: hidden_bias_before_tanh
"""

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext

from grader.assignment import Assignment, load_assignment
from grader.diagnosis import explained
from grader.examiner import Examiner
from grader.result import Outcome
from grader.sandbox.host import Zygote
from grader.sandbox.session import Session
from grader.scoring import score
from grader.skeleton import code_of
from grader.submission import Cell, read_submission

CORPUS = Path(__file__).parent
ROOT = CORPUS.parent.parent


@dataclass(frozen=True)
class Labelled:
    """One submission of the corpus and what is known of it."""

    path: Path
    lost: tuple[str, ...]  # patterns of criteria
    named: frozenset[str]  # mistakes that a report should name; empty if nobody knows it

    @property
    def name(self) -> str:
        """As it reads in a list."""
        return f"{self.path.parent.name}/{self.path.stem}"

    def lost_of(self, criteria: list[str]) -> set[str]:
        """The criteria that must be lost, and no others."""
        return {c for c in criteria if any(fnmatch.fnmatchcase(c, label) for label in self.lost)}


def corpus(kind: str, folder: Path = CORPUS) -> list[Labelled]:
    """All submissions of a kind, "right" or "wrong", in a folder of such."""
    paths = [path for path in sorted((folder / kind).iterdir()) if path.suffix in (".py", ".ipynb")]
    return [_labelled(path) for path in paths]


def _labelled(path: Path) -> Labelled:
    text = path.read_text(encoding="utf-8") if path.suffix == ".py" else ""
    labels = dict(re.findall(r"^# (lost|named): (.*)$", text, re.MULTILINE))
    named = frozenset(labels.get("named", "").split())
    return Labelled(path, tuple(labels.get("lost", "").split()), named)


def load() -> Examiner:
    """The assignment that the corpus belongs to."""
    return Examiner(load_assignment(ROOT / "solution" / "numpy_rnn"))


def cells_of(assignment: Assignment, path: Path) -> tuple[Cell, ...]:
    """The cells that are run for a file of the corpus."""
    if path.suffix == ".ipynb":
        return read_submission(path, path.stem, ()).cells
    reference = code_of(assignment, assignment.notebook_source.read_text(encoding="utf-8"))
    written = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells
    own = [cell.source for cell in written if cell.cell_type == "code"]
    return tuple(Cell(n, "code", source) for n, source in enumerate([*reference, *own]))


def outcomes_of(examiner: Examiner, zygote: Zygote, path: Path) -> tuple[Outcome, ...]:
    """What a file of the corpus gets, its mistakes named."""
    assignment = examiner.assignment
    session = Session(zygote, cells_of(assignment, path), assignment.settings.limits)
    try:
        session.run_notebook()
        return explained(examiner, score(examiner, session))
    finally:
        session.close()


def lost_by(outcomes: tuple[Outcome, ...]) -> set[str]:
    """The criteria that lost points."""
    return {o.criterion for o in outcomes if o.earned is not None and o.earned < o.points}


def named_in(outcomes: tuple[Outcome, ...]) -> set[str]:
    """The mistakes that a report names."""
    return {mistake.name for outcome in outcomes for mistake in outcome.mistakes}
