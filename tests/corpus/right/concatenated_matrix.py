"""One matrix [W; R; bs] inside, a constant 1 in the input; get_weights gives views into it."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.n, self.h, self.o = input_size, hidden_size, output_size
        self.U = np.random.uniform(-0.2, 0.2, (input_size + hidden_size + 1, hidden_size))
        self.U[-1] = 0
        self.Q = np.random.uniform(-0.2, 0.2, (hidden_size + 1, output_size))
        self.Q[-1] = 0
        self.dU = self.dQ = None

    @property
    def W(self):
        return self.U[: self.n]

    @property
    def R(self):
        return self.U[self.n : -1]

    @property
    def V(self):
        return self.Q[:-1]

    @property
    def bs(self):
        return self.U[-1]

    @property
    def by(self):
        return self.Q[-1]

    def forward(self, x):
        self.z = []
        a = np.zeros(self.h)
        for x_t in x:
            self.z.append(np.concatenate([x_t, a, [1.0]]))
            a = np.tanh(self.z[-1] @ self.U)
        self.last = np.append(a, 1.0)
        return self.last @ self.Q

    def backward(self, d_loss):
        self.dQ = np.outer(self.last, d_loss)
        self.dU = np.zeros_like(self.U)
        a, da = self.last[:-1], self.Q[:-1] @ d_loss
        for z in reversed(self.z):
            delta = da * (1 - a**2)
            self.dU += np.outer(z, delta)
            da = self.U[self.n : -1] @ delta
            a = z[self.n : -1]
        return {
            "d_W": self.dU[: self.n],
            "d_R": self.dU[self.n : -1],
            "d_V": self.dQ[:-1],
            "d_bs": self.dU[-1],
            "d_by": self.dQ[-1],
        }

    def update(self, lr):
        if self.dU is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.U = self.U - lr * self.dU
        self.Q = self.Q - lr * self.dQ
        self.dU = self.dQ = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        missing = [k for k in ("W", "R", "V", "bs", "by") if k not in weights]
        if missing:
            raise ValueError(str(missing))
        self.U = np.vstack([weights["W"], weights["R"], weights["bs"]])
        self.Q = np.vstack([weights["V"], weights["by"]])


# %%
def get_analytical_gradient(model, x):
    return model.backward(np.ones(len(model.forward(x))))
