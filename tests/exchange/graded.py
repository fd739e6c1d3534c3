"""Results in a folder, as `grader grade` leaves them."""

from grader.exchange.gradescope import write_results_json
from grader.result import Outcome, Result, Status


def write(folder, name, earned=7.5, pending=0.0, **more):
    """Write one submission's results and a report."""
    outcomes = [Outcome("half", "1.1", "Part", "Half.", 10.0 - pending, earned, Status.WRONG)]
    if pending:
        outcomes.append(Outcome("why", "1.2", "Part", "Why.", pending, None, Status.PENDING))
    if more.get("fault"):
        outcomes = []
    result = Result(
        name, f"{name}.ipynb", "halves", "Halves and doubles", "3", 10.0, tuple(outcomes), **more
    )
    (folder / name).mkdir(parents=True)
    write_results_json(result, folder / name / "results.json")
    (folder / name / "report.html").write_text(f"<p>{name}</p>")
