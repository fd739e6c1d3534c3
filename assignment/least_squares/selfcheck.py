"""What you can check by yourself: run `grader check least_squares.ipynb`. It gives no answer."""

from typing import Any

import numpy as np

from grader.selfcheck import Case, Code, SelfCheck, Tolerance

CLOSE = Tolerance(1e-9, "Much coarser than what a right way errs by here.", floor=1.0)
selfcheck = SelfCheck()


def systems(random: np.random.Generator) -> Any:
    """A tall, a square and a one-column system."""
    for words, m, n in (("tall", 6, 2), ("square", 3, 3), ("one-column", 4, 1)):
        A, b = random.normal(size=(m, n)), random.normal(size=m)
        yield Case(f"a {words} matrix, [{m}, {n}]", A=A, b=b)


@selfcheck.question(cases=systems, tolerance=CLOSE, hint="What is b − Ax orthogonal to?")
def by_normal_equations(code: Code, case: Case) -> Any:
    """The residual of `by_normal_equations` is orthogonal to the columns of A."""
    x = np.asarray(code.by_normal_equations(case.A, case.b))
    if x.shape != case.A.shape[1:]:
        return {"x has one entry for each column of A": False}
    return {"Aᵀ(Ax − b)": (case.A.T @ (case.A @ x - case.b), np.zeros(x.shape))}


@selfcheck.question(cases=systems, tolerance=CLOSE, hint="Print the shapes of Q and R, then QᵀQ.")
def qr(code: Code, case: Case) -> Any:
    """`qr` gives Q and R of the asked shapes: Q R = A, QᵀQ = 1, zeros below R's diagonal."""
    Q, R = map(np.asarray, code.qr(case.A))
    m, n = case.A.shape
    if Q.shape != (m, n) or R.shape != (n, n):
        return {"Q is [m, n] and R is [n, n]": False}
    below = np.tril(R, -1)
    return {"QR": (Q @ R, case.A), "QᵀQ": (Q.T @ Q, np.eye(n)), "below": (below, 0 * below)}


@selfcheck.question(cases=systems, tolerance=CLOSE, hint="What is R x for your own Q and R?")
def by_qr(code: Code, case: Case) -> Any:
    """Both ways lead to the same x."""
    return {"x": (code.by_qr(case.A, case.b), code.by_normal_equations(case.A, case.b))}


@selfcheck.question(tolerance=CLOSE, hint="Which matrix stretches all directions alike?")
def condition(code: Code, _: None) -> Any:
    """The condition number of the identity is 1, and no matrix has a smaller one."""
    found = code.condition(np.diag([2.0, 3.0]))
    claim = "a matrix that stretches unevenly has a larger one"
    return {"of the identity": (code.condition(np.eye(3)), 1.0), claim: found > 1.0}
