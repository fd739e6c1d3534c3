"""What students get wrong about least squares, each a slip in the reference."""

from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip, LAST = misconceptions.slip, "what it returns"

few = {"(A.T @ A, A.T @ b)": "(A[: A.shape[1]], b[: A.shape[1]])"}
slip("few", "Only the first n equations are used.", look=LAST, patch=few, costs=["normal"])

full = {"Q[:, :n], R[:n]": "Q, R"}
slip("full", "Q is square, and R has rows of zeros.", look=LAST, patch=full, costs=["qr"])

half = {"R[k:] -= 2 *": "R[k:] -=", "Q[:, k:] -= 2 *": "Q[:, k:] -="}
slip("half", "What is reflected stays on the mirror.", look="the loop", patch=half, costs=["qr"])

unsolved = {"np.linalg.solve(R, Q.T @ b)": "Q.T @ b"}
slip("unsolved", "This is R x, not yet x.", look=LAST, patch=unsolved, costs=["by_qr"])

squared = {"values.max() / values.min()": "(values.max() / values.min()) ** 2"}
slip("squared", "This is the condition of AᵀA.", look=LAST, patch=squared, costs=["condition"])
