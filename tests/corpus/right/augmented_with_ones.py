"""Augmented input [x, a, 1] with one matrix; gradient of it split."""


# %%
class RNN:
    def __init__(self, I, H, O):
        self.I, self.H, self.O = I, H, O
        self.M = np.random.uniform(-0.2, 0.2, (I + H + 1, H))
        self.M[-1] = 0
        self.N = np.random.uniform(-0.2, 0.2, (H + 1, O))
        self.N[-1] = 0
        self.dM = self.dN = None

    W = property(lambda s: s.M[: s.I])
    R = property(lambda s: s.M[s.I : s.I + s.H])
    bs = property(lambda s: s.M[-1])
    V = property(lambda s: s.N[:-1])
    by = property(lambda s: s.N[-1])

    def forward(self, x):
        T = len(x)
        self.Z = np.ones((T + 1, self.I + self.H + 1))
        self.Z[:T, : self.I] = x
        self.Z[0, self.I : -1] = 0
        for t in range(T):
            self.Z[t + 1, self.I : -1] = np.tanh(self.Z[t] @ self.M)
        return self.Z[T, self.I :] @ self.N

    def backward(self, d_loss):
        Z, T = self.Z, len(self.Z) - 1
        self.dN = np.outer(Z[T, self.I :], d_loss)
        self.dM = np.zeros_like(self.M)
        e = (self.N @ d_loss)[:-1]
        for t in range(T - 1, -1, -1):
            d = e * (1 - Z[t + 1, self.I : -1] ** 2)
            self.dM += np.outer(Z[t], d)
            e = (self.M @ d)[self.I : -1]
        return {
            "d_W": self.dM[: self.I],
            "d_R": self.dM[self.I : -1],
            "d_V": self.dN[:-1],
            "d_bs": self.dM[-1],
            "d_by": self.dN[-1],
        }

    def update(self, lr):
        if self.dM is None:
            raise RuntimeError("no")
        self.M -= lr * self.dM
        self.N -= lr * self.dN
        self.dM = self.dN = None

    def get_weights(self):
        return {n: getattr(self, n) for n in ("W", "R", "V", "bs", "by")}

    def set_weights(self, w):
        if any(n not in w for n in ("W", "R", "V", "bs", "by")):
            raise ValueError("missing")
        self.M = np.vstack([w["W"], w["R"], w["bs"]])
        self.N = np.vstack([w["V"], w["by"]])
