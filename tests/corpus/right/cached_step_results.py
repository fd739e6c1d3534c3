"""forward keeps its last result and gives it again while neither input nor weights have changed."""


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
        self.key = None
        self.grads = None

    def _key(self, x):
        return x.shape, b"".join(v.tobytes() for v in (x, *self.get_weights().values()))

    def forward(self, x):
        key = self._key(x)
        if key != self.key:
            self.key, self.x = key, np.array(x)
            self.a = np.zeros((len(x) + 1, self.hidden_size))
            for t in range(len(x)):
                self.a[t + 1] = np.tanh(x[t] @ self.W + self.a[t] @ self.R + self.bs)
            self.y = self.a[-1] @ self.V + self.by
        return self.y.copy()

    def backward(self, d_loss):
        T = len(self.x)
        # transposed Jacobians of one step, d a[t] / d a[t-1]
        J = [self.R * (1 - self.a[t + 1] ** 2) for t in range(T)]
        d_a = np.zeros((T, self.hidden_size))
        d_a[T - 1] = self.V @ d_loss
        for t in range(T - 1, 0, -1):
            d_a[t - 1] = J[t] @ d_a[t]
        d_s = d_a * (1 - self.a[1:] ** 2)
        self.grads = (
            self.x.T @ d_s,
            self.a[:-1].T @ d_s,
            self.a[-1:].T * d_loss,
            d_s.sum(axis=0),
            np.array(d_loss),
        )
        return dict(zip(("d_W", "d_R", "d_V", "d_bs", "d_by"), self.grads))

    def update(self, lr):
        if self.grads is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for parameter, gradient in zip((self.W, self.R, self.V, self.bs, self.by), self.grads):
            parameter -= lr * gradient
        self.grads = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    result = {}
    for name, array in model.get_weights().items():
        gradient = []
        with np.nditer(array, op_flags=[["readwrite"]], order="C") as entries:
            for entry in entries:
                kept = float(entry)
                entry[...] = kept + eps
                above = np.sum(model.forward(x))
                entry[...] = kept - eps
                below = np.sum(model.forward(x))
                entry[...] = kept
                gradient.append((above - below) / (2 * eps))
        result[f"d_{name}"] = np.reshape(gradient, array.shape)
    return result
