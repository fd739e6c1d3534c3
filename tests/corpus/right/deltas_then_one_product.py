"""Row vectors; the errors are collected first, then one product for each parameter."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        shapes = {"W": (input_size, hidden_size), "R": (hidden_size,) * 2}
        shapes["V"] = (hidden_size, output_size)
        generator = np.random.default_rng()
        for name, shape in shapes.items():
            setattr(self, name, generator.uniform(low=-0.2, high=0.2, size=shape))
        self.bs, self.by = np.zeros(hidden_size), np.zeros(output_size)
        self.grads = None

    def forward(self, x):
        self.x = x
        self.hidden = np.zeros((x.shape[0] + 1, self.bs.size))
        for t, row in enumerate(x):
            self.hidden[t + 1] = np.tanh(row @ self.W + self.hidden[t] @ self.R + self.bs)
        return self.hidden[-1] @ self.V + self.by

    def backward(self, d_loss):
        slopes = 1.0 - self.hidden[1:] ** 2
        deltas = np.empty_like(slopes)
        deltas[-1] = (d_loss @ self.V.T) * slopes[-1]
        for t in range(len(deltas) - 2, -1, -1):
            deltas[t] = (deltas[t + 1] @ self.R.T) * slopes[t]
        self.grads = {
            "d_W": self.x.T @ deltas,
            "d_R": self.hidden[:-1].T @ deltas,
            "d_V": self.hidden[-1:].T @ d_loss[None],
            "d_bs": deltas.sum(axis=0),
            "d_by": 1.0 * d_loss,
        }
        return self.grads

    def update(self, lr):
        if self.grads is None:
            raise RuntimeError("nothing to update with")
        for name, gradient in self.grads.items():
            weights = getattr(self, name[2:])
            weights -= lr * gradient
        self.grads = None

    def get_weights(self):
        return {name: getattr(self, name) for name in ("W", "R", "V", "bs", "by")}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.copy(weights[name]))
