"""Puts one case of one criterion to a notebook again, for an instructor who wants to see it."""

from pathlib import Path

import msgspec

from grader.assignment import load_assignment
from grader.errors import UsageError
from grader.evidence import bounded, side_by_side
from grader.examiner import Examiner
from grader.result import Value
from grader.rubric import Criterion
from grader.sandbox.host import Isolation, Zygote
from grader.sandbox.session import Session
from grader.scoring import answer_to
from grader.submission import read_submission


class Replayed(msgspec.Struct, frozen=True):
    """A case as it was asked again."""

    case: str
    values: tuple[Value, ...]  # right ones beside those of the notebook

    def __str__(self) -> str:
        lines = [f"Case: {self.case}"]
        for value in self.values:
            name = f"{value.what}: " if value.what else ""
            lines += [f"{name}right is {value.expected}", f"{name}the notebook gave {value.given}"]
        return "\n".join(lines)


def replay(
    notebook: Path | str,
    criterion: str,
    case: int,
    *,
    solution: Path | str | None = None,
    isolation: Isolation = Isolation.FULL,
) -> Replayed:
    """Run a notebook and ask one case.

    Args:
        notebook: the file as handed in.
        criterion: identifier, such as `evaluate.low`.
        case: number as in the instructor's page, from 0.
        solution: folder of the solution; not needed if there is only one.
        isolation: what stands between the notebook and this machine.

    Raises:
        UsageError: there is no such criterion or case, or a person scores it.
        Refusal: the file can't be graded.
    """
    path = Path(notebook)
    examiner = Examiner(load_assignment(Path(solution) if solution else None))
    asked = _criterion(examiner, criterion)
    cases = examiner.cases(asked)
    if not 0 <= case < len(cases):
        raise UsageError(f"{criterion} has the cases 0 to {len(cases) - 1}, and no {case}.")
    submission = read_submission(path, path.stem, ())
    with Zygote(isolation) as zygote:
        session = Session(zygote, submission.cells, examiner.assignment.settings.limits)
        try:
            session.run_notebook()
            answer = answer_to(examiner, session, asked, case)
        finally:
            session.close()
    return Replayed(
        bounded(str(cases[case])), side_by_side(examiner.right_answer(asked, case), answer)
    )


def _criterion(examiner: Examiner, name: str) -> Criterion:
    known = {one.identifier: one for one in examiner.rubric.criteria if one.question is not None}
    if name not in known:
        raise UsageError(f"There is no criterion {name!r} to ask; there are {', '.join(known)}.")
    return known[name]
