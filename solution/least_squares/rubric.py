"""How both ways of solving a least squares problem are scored."""

from typing import Any

import numpy as np

from grader.rubric import Case, Code, NoCredit, Rubric, Tolerance

ROUNDING = Tolerance(1e-13, "Reflections err by 1e-15, Gram and Schmidt by 1e-10.", floor=1.0)
STABLE = Tolerance(1e-8, "A stable way errs by 1e6 · 1e-16, the normal equations by its square.")
rubric = Rubric("Least squares, in two ways", total=5)
ways = rubric.part("Exercise 1: two ways", points=3)
digits = rubric.part("Exercise 2: conditioning", points=2)


def easy(random: np.random.Generator, _: None) -> Any:
    """Systems that any right way solves."""
    for words, m, n in (("a tall", 7, 3), ("a square", 4, 4), ("a one-column", 5, 1)):
        yield Case(f"{words} matrix", A=random.normal(size=(m, n)), b=random.normal(size=m))
    yield Case("a triangular matrix", A=np.triu(random.normal(size=(6, 3))), b=np.arange(6.0))


def all_kinds(random: np.random.Generator, _: None) -> Any:
    """The same, and one whose columns nearly depend on each other: condition number 1e6."""
    yield from easy(random, None)
    U, _s, V = np.linalg.svd(random.normal(size=(9, 4)), full_matrices=False)
    A = U * np.geomspace(1, 1e-6, 4) @ V
    yield Case("a nearly singular matrix", A=A, b=A @ random.normal(size=4))


@ways.criterion("normal", points=1, cases=easy, tolerance=STABLE, hint="Is Aᵀ(Ax − b) zero?")
def normal(code: Code, case: Case) -> Any:
    """The normal equations give the x with the smallest residual."""
    return code.by_normal_equations(case.A, case.b)


@ways.criterion("qr", points=1, cases=all_kinds, tolerance=ROUNDING, hint="Print QᵀQ and QR − A.")
def qr(code: Code, case: Case) -> Any:
    """Q has orthonormal columns, R is upper triangular, and their product is A."""
    Q, R = code.qr(case.A)
    return {"QᵀQ": Q.T @ Q, "QR": Q @ R, "R below its diagonal": np.tril(R, -1)}


@ways.criterion("by_qr", points=1, cases=all_kinds, tolerance=STABLE, hint="What is Qᵀ(QRx)?")
def by_qr(code: Code, case: Case) -> Any:
    """Q and R give the same x, even where the columns of A nearly depend on each other."""
    return code.by_qr(case.A, case.b)


@by_qr.follow_through(after=[qr], tolerance=STABLE, note="Judged by your own Q and R.")
def by_own_qr(code: Code, _: Code, case: Case) -> tuple[Any, Any]:
    """The x that the student's own Q and R lead to, if they lead anywhere."""
    Q, R = code.qr(case.A)
    if not np.any(Q.T @ case.b):
        raise NoCredit("The Q of your `qr` leaves nothing of b.")
    return code.by_qr(case.A, case.b), np.linalg.solve(R, Q.T @ case.b)


@digits.criterion("condition", points=1, cases=all_kinds, tolerance=STABLE, hint="Try np.eye(3).")
def condition(code: Code, case: Case) -> Any:
    """The condition number is the largest singular value by the smallest."""
    return code.condition(case.A)


digits.by_hand("lost_digits", points=1, title="Why the normal equations lose twice as many.")
