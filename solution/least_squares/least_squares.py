# %% [markdown]
# # Least squares, in two ways
#
# Of all $x$, find the one with the smallest $\lVert A x - b \rVert$, where $A$ has $m$ rows and
# $n \le m$ independent columns. Use NumPy, and of `np.linalg` only `norm`, `solve` and `svd`.
#
# **Exercise 1: two ways (3 points).** The normal equations say $A^\top A\, x = A^\top b$. Another
# way takes $A = Q R$ apart, into orthonormal columns $Q$ and an upper triangular $R$; then
# $R x = Q^\top b$. Householder's reflections keep $Q$ orthogonal even where the columns of $A$
# nearly depend on each other.

# %% [markdown] role="fill_in"
# Name:

# %%
import numpy as np


# %% grade_id="exercise_1"
def by_normal_equations(A: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The least squares solution [n] by the normal equations, for A [m, n] and b [m]."""
    ### BEGIN SOLUTION: one call of `np.linalg.solve`.
    return np.linalg.solve(A.T @ A, A.T @ b)
    ### END SOLUTION


def qr(A: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Q [m, n] with orthonormal columns and R [n, n], upper triangular, with Q R = A."""
    ### BEGIN SOLUTION: reflect one column after the other onto its axis.
    Q, R, n = np.eye(len(A)), A.astype(float), A.shape[1]
    for k in range(n):
        v = R[k:, k].copy()
        v[0] += np.copysign(np.linalg.norm(v), v[0])
        v /= np.linalg.norm(v)
        R[k:] -= 2 * np.outer(v, v @ R[k:])
        Q[:, k:] -= 2 * np.outer(Q[:, k:] @ v, v)
    return Q[:, :n], R[:n]
    ### END SOLUTION


def by_qr(A: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The least squares solution [n] by your own Q and R, for A [m, n] and b [m]."""
    ### BEGIN SOLUTION
    Q, R = qr(A)
    return np.linalg.solve(R, Q.T @ b)
    ### END SOLUTION


# %% [markdown] grade_id="lost_digits" role="question" points=1
# **Exercise 2: conditioning (2 points).** Why do the normal equations lose twice as many digits?

# %% [markdown] role="answer"
# A stable way loses the digits of the condition number; that of $A^\top A$ is $A$'s, squared.


# %% grade_id="exercise_2"
def condition(A: np.ndarray) -> float:
    """The condition number of A: its largest singular value by its smallest."""
    ### BEGIN SOLUTION
    values = np.linalg.svd(A, compute_uv=False)
    return float(values.max() / values.min())
    ### END SOLUTION
