"""Writes what a self-check found as the result that GitHub Classroom's reporter reads."""

import base64
import json
from pathlib import Path

from grader.checking import Checked
from grader.exchange.gradescope import lines_of
from grader.result import Outcome, Status


def add_result(checked: Checked, path: Path) -> None:
    """Add a line `result=…` to the file of a step's outputs (GITHUB_OUTPUT)."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"result={encoded(checked)}\n")


def encoded(checked: Checked) -> str:
    """The result in base64: each question counts one."""
    result = {
        "version": 1,
        "status": "pass" if checked.holds else "fail",
        "max_score": len(checked.outcomes),
        "tests": [_test(outcome) for outcome in checked.outcomes],
    }
    return base64.b64encode(json.dumps(result).encode()).decode()


def _test(outcome: Outcome) -> dict[str, str | int]:
    holds = outcome.status is Status.RIGHT
    return {
        "name": f"{outcome.criterion}: {outcome.title}",
        "status": "pass" if holds else "fail",
        "score": int(holds),
        "message": "\n".join(lines_of(outcome)),
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }
