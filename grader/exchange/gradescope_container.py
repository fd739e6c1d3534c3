"""Grades the one submission that a Gradescope container holds; `run_autograder` starts it.

python -m grader.exchange.gradescope_container /autograder SOLUTION ISOLATION
"""

import os
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from grader.assignment import Assignment, load_assignment
from grader.course import asked_names, recognise
from grader.errors import GraderError, GradingFault, Refusal
from grader.examiner import Examiner
from grader.exchange.gradescope import write_results_json
from grader.files import replacing
from grader.grading import grade_handed_in
from grader.intake import Intake, Sources
from grader.result import Origin, Result, Student
from grader.sandbox.choice import Isolation
from grader.sandbox.host import Zygote
from grader.submission import HandedIn, hand_in, one_line, read_submission
from grader.texts import say, speaking

NAME = "submission"
PLATFORM = "Gradescope"


class _User(msgspec.Struct, frozen=True):
    name: str = ""
    sid: str | None = None
    email: str = ""


class _Metadata(msgspec.Struct, frozen=True):
    """What `submission_metadata.json` says, as far as it is used."""

    id: int | str = ""
    created_at: datetime | None = None
    users: tuple[_User, ...] = ()


def autograde(root: Path, assignment: Assignment, isolation: Isolation) -> Result:
    """Grade what was handed in, with the assignment's rules, and write `results/results.json`.

    Args:
        root: the folder /autograder.
        assignment: which.
        isolation: that the notebook is run in.

    Raises:
        AuthoringError: the solution or its rubric can't be loaded.
    """
    examiner = Examiner(assignment)
    with speaking(assignment.settings.language):
        handed_in = choose(root / "submission", assignment)
    try:
        with Zygote(isolation) as zygote:
            result = grade_handed_in(examiner, zygote, handed_in)
    except GradingFault as fault:
        settings = assignment.settings
        about = (settings.name, settings.title, settings.version, examiner.rubric.total)
        language = settings.language
        result = Result(NAME, handed_in.file, *about, (), fault=str(fault), language=language)
    place = root / "submission" / handed_in.file
    origin = read_origin(root / "submission_metadata.json")
    intake = Intake({place: NAME}, {place: origin}, assignment.settings, Sources(), root / "source")
    result = intake.finish(result)
    _write(result, root / "results" / "results.json")
    return result


def choose(folder: Path, assignment: Assignment) -> HandedIn:
    """The notebook that was handed in, or why there isn't one."""
    paths = sorted(
        path
        for path in folder.rglob("*.ipynb")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    if len(paths) > 1:
        asked = {assignment.name: asked_names(assignment)}
        paths = [path for path in paths if _is_for(path, asked)] or paths
    if len(paths) == 1:
        return hand_in(paths[0], NAME)
    if not paths:
        why = say("There is no notebook: hand in your .ipynb file.")
        return HandedIn(NAME, "", refusal=why)
    names = ", ".join(one_line(os.fsencode(path.name).decode(errors="replace")) for path in paths)
    found = {"count": len(paths), "names": names[:300]}
    why = say("There are {count} notebooks ({names}): hand in one alone.", **found)
    return HandedIn(NAME, "", refusal=why)


def read_origin(path: Path) -> Origin:
    """Who handed in and when; without these where the file can't be read."""
    try:
        said = msgspec.json.decode(path.read_bytes(), type=_Metadata)
    except (OSError, msgspec.MsgspecError) as error:
        print(f"{path}: can't be read ({error}): who handed in, and when, stays unknown.")
        return Origin(PLATFORM)
    people = tuple(
        Student(*map(one_line, (user.name, user.sid or "", user.email))) for user in said.users
    )
    time = said.created_at if said.created_at and said.created_at.tzinfo else None
    return Origin(PLATFORM, people=people, identifier=str(said.id), time=time)


def _is_for(path: Path, asked: dict[str, frozenset[str]]) -> bool:
    try:
        return bool(recognise(read_submission(path, NAME, ()), asked))
    except Refusal:
        return False


def _write(result: Result, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as new:
        write_results_json(result, new)


def main(arguments: list[str]) -> int:
    """Grade and say in a line what came of it; 1 when no grade could be found."""
    root, solution, isolation = arguments
    try:
        result = autograde(Path(root), load_assignment(Path(solution)), Isolation(isolation))
    except GraderError as error:
        print(f"grader: {error}", file=sys.stderr)
        return 1
    print(result.fault or result.refusal or f"{result.score:g} of {result.automatic:g} points.")
    return 1 if result.fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
