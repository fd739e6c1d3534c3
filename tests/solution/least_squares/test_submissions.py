"""Right answers in other styles keep their points; each fault loses its own."""

from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.sandbox.session import Session
from grader.skeleton import code_of
from grader.submission import Cell
from grader.trials import outcomes_of

SOLUTION = Path(__file__).parents[3] / "solution" / "least_squares"
GRAM_SCHMIDT = """
def qr(A):
    Q, R = A.astype(float), np.zeros((A.shape[1], A.shape[1]))
    for k in range(A.shape[1]):
        for _ in range({times}):
            for j in range(k):
                part = Q[:, j] @ Q[:, k]
                R[j, k] += part
                Q[:, k] -= part * Q[:, j]
        R[k, k] = np.linalg.norm(Q[:, k])
        Q[:, k] /= R[k, k]
    return Q, R
"""
RIGHT = {
    "all reflections first": """
def qr(A):
    A, mirrors = A.copy(), []
    for k in range(A.shape[1]):
        x = A[:, k].copy()
        x[:k] = 0
        x[k] += (1 if x[k] >= 0 else -1) * np.sqrt(x @ x)
        H = np.eye(len(A)) - 2 * np.outer(x, x) / (x @ x)
        A = H @ A
        mirrors.append(H)
    Q = np.eye(len(A))
    for H in reversed(mirrors):
        Q = H @ Q
    n = A.shape[1]
    return [Q[:, :n], np.triu(A)[:n]]
""",
    "positive diagonal": """
def qr(A):
    Q, R = np.linalg.qr(A)
    signs = np.where(np.diag(R) < 0, -1.0, 1.0)
    return Q * signs, R * signs[:, None]
""",
    "gram and schmidt, twice": GRAM_SCHMIDT.format(times=2),
    "substitution from below": """
def by_qr(A, b):
    Q, R = qr(A)
    x = [0.0] * A.shape[1]
    for i in reversed(range(len(x))):
        x[i] = (Q[:, i] @ b - sum(R[i, j] * x[j] for j in range(i + 1, len(x)))) / R[i, i]
    return x
""",
    "norms of matrices": """
def condition(A):
    U, values, V = np.linalg.svd(A)
    return np.array(values[0] / values[-1])
""",
}
WRONG = {
    "gram and schmidt, once": (GRAM_SCHMIDT.format(times=1), {"qr"}),
    "normal equations again": ("by_qr = by_normal_equations", {"by_qr"}),
    "q turned around": (
        "own = qr\ndef qr(A):\n    Q, R = own(A)\n    return Q[::-1], R",
        {"qr"},
    ),
    "factors that are zero": (
        "def qr(A): return np.zeros(A.shape), np.eye(A.shape[1])",
        {"qr", "by_qr"},
    ),
    "what a square q leads to, raised": (
        "def qr(A): return np.linalg.qr(A, mode='complete')\n"
        "def by_qr(A, b): raise np.linalg.LinAlgError",
        {"qr", "by_qr"},
    ),
    "eigenvalues lose digits": (
        "def condition(A):\n    e = np.linalg.eigvalsh(A.T @ A)\n    return (e[-1] / e[0]) ** 0.5",
        {"condition"},
    ),
    "the other end": (
        "def condition(A):\n    return 1 / (lambda s: s[0] / s[-1])(np.linalg.svd(A)[1])",
        {"condition"},
    ),
    "nothing but nothing": (
        "def by_normal_equations(A, b): pass\nqr = by_qr = by_normal_equations\n"
        "def condition(A): pass",
        {"normal", "qr", "by_qr", "condition"},
    ),
}


@pytest.fixture(scope="module")
def least_squares():
    return Examiner(load_assignment(SOLUTION))


@pytest.fixture
def lost(least_squares, zygote):
    """The criteria that the reference loses with some code after it."""
    assignment = least_squares.assignment
    reference = code_of(assignment, assignment.notebook_source.read_text(encoding="utf-8"))

    def lost(code):
        cells = [Cell(n, "code", source) for n, source in enumerate((*reference, code))]
        session = Session(zygote, cells, assignment.settings.limits)
        try:
            session.run_notebook()
            outcomes = outcomes_of(least_squares, session)
        finally:
            session.close()
        return {o.criterion for o in outcomes if o.earned is not None and o.earned < o.points}

    return lost


@pytest.mark.parametrize("style", RIGHT)
def test_another_style_keeps_every_point(lost, style):
    assert lost(RIGHT[style]) == set()


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_costs_its_own_points(lost, fault):
    code, due = WRONG[fault]
    assert lost(code) == due


def test_it_takes_less_than_150_lines():
    files = ("least_squares.py", "rubric.py", "misconceptions.py")
    texts = [(SOLUTION / file).read_text(encoding="utf-8") for file in files]
    assert sum(text.count("\n") for text in texts) < 150
