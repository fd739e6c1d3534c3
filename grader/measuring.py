"""Asks a notebook what it has measured itself.

None of it counts for points: a measurement is the student's own word, and another run gives
another one.
"""

from grader.errors import StudentError
from grader.examiner import Examiner
from grader.result import Measurement
from grader.rubric import Code, NoCredit
from grader.sandbox.peer import GuestLostError
from grader.sandbox.session import Session
from grader.scoring import UNREADABLE

LONGEST, SHORTEST = 1e6, 1e-12  # seconds that are believed


def measured(examiner: Examiner, session: Session) -> tuple[Measurement, ...]:
    """Return what the notebook has measured, of all that the rubric asks for; never raises.

    Args:
        examiner: of the assignment.
        session: of the notebook, run.
    """
    student, found = Code(session.namespace()), []
    for question in examiner.rubric.measurements:
        try:
            answers = question.ask(student)
            names, values = tuple(answers), tuple(map(_seconds, answers.values()))
        except (StudentError, GuestLostError, NoCredit, *UNREADABLE):
            continue
        if len(values) == 2:
            found.append(Measurement(question.title, (names[0], names[1]), (values[0], values[1])))
    return tuple(found)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no duration")
    if not SHORTEST <= value <= LONGEST:
        raise ValueError("no duration that can be believed")
    return float(value)
