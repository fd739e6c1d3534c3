"""Keeps s[t], not a[t]; the slope is 1 / cosh(s)**2 and in one place 1 - tanh(s)**2."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.hidden_size = hidden_size
        self.output_size = output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.s = None
        self.d_bs = None

    def forward(self, x):
        self.x = x
        self.s = [None]
        a = np.zeros(self.hidden_size)
        for t in range(1, len(x) + 1):
            self.s.append(self.W.T @ x[t - 1] + self.R.T @ a + self.bs)
            a = np.tanh(self.s[t])
        return self.V.T @ a + self.by

    def backward(self, d_loss):
        T = len(self.x)
        e = (self.V @ d_loss) * (1 - np.tanh(self.s[T]) ** 2)
        self.d_V = np.outer(np.tanh(self.s[T]), d_loss)
        self.d_by = np.array(d_loss)
        self.d_W = np.outer(self.x[T - 1], e)
        self.d_R = np.zeros_like(self.R)
        self.d_bs = e.copy()
        for t in range(T - 1, 0, -1):
            self.d_R += np.outer(np.tanh(self.s[t]), e)
            e = (self.R @ e) / np.cosh(self.s[t]) ** 2
            self.d_W += np.outer(self.x[t - 1], e)
            self.d_bs += e
        return {
            "d_W": self.d_W,
            "d_R": self.d_R,
            "d_V": self.d_V,
            "d_bs": self.d_bs,
            "d_by": self.d_by,
        }

    def update(self, lr):
        if self.d_bs is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W, self.R, self.V = (
            self.W - lr * self.d_W,
            self.R - lr * self.d_R,
            self.V - lr * self.d_V,
        )
        self.bs, self.by = self.bs - lr * self.d_bs, self.by - lr * self.d_by
        self.d_bs = self.s = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))
