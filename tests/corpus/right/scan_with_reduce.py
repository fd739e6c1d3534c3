"""functools.reduce / itertools.accumulate scans both ways."""

# %%
from functools import reduce
from itertools import accumulate


class RNN(RNN):
    def forward(self, x):
        u = x @ self.W + self.bs
        self.h = np.vstack(
            list(
                accumulate(
                    u, lambda h, z: np.tanh(z + h @ self.R), initial=np.zeros(self.hidden_size)
                )
            )
        )
        self.x = x
        return self.h[-1] @ self.V + self.by

    def backward(self, d_loss):
        g = 1 - self.h[1:] ** 2
        D = np.array(
            list(
                accumulate(
                    g[-2::-1], lambda d, k: (self.R @ d) * k, initial=(self.V @ d_loss) * g[-1]
                )
            )
        )[::-1]
        self.d_W, self.d_R, self.d_V = (
            np.einsum("ti,tj->ij", self.x, D),
            np.einsum("ti,tj->ij", self.h[:-1], D),
            np.einsum("i,j->ij", self.h[-1], d_loss),
        )
        self.d_bs, self.d_by = D.sum(0), 1 * d_loss
        return {n: getattr(self, n) for n in ("d_W", "d_R", "d_V", "d_bs", "d_by")}
