"""Two sliding states like a deque: the list is sliced, popped and shrinks on the way back."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        state = np.random.RandomState(np.random.randint(2**31 - 1))
        self.W = state.uniform(-0.2, 0.2, input_size * hidden_size).reshape(input_size, hidden_size)
        self.R = state.uniform(-0.2, 0.2, hidden_size**2).reshape(hidden_size, -1)
        self.V = state.uniform(-0.2, 0.2, output_size * hidden_size).reshape(hidden_size, -1)
        self.bs = 0 * state.rand(hidden_size)
        self.by = 0 * state.rand(output_size)
        self.history, self.grads = [], None

    def forward(self, x):
        self.history = [(None, np.zeros(self.hidden_size))]
        rest = x
        while len(rest):
            first, rest = rest[0], rest[1:]
            a = np.tanh(self.W.T @ first + self.R.T @ self.history[-1:][0][1] + self.bs)
            self.history = self.history + [(first, a)]
        return self.V.T @ self.history[-1][1] + self.by

    def backward(self, d_loss):
        history = self.history[:]
        self.grads = [np.zeros_like(p) for p in self.get_weights().values()]
        self.grads[2] = np.atleast_2d(history[-1][1]).T @ np.atleast_2d(d_loss)
        self.grads[4] = np.array(d_loss)
        d_a = self.V @ d_loss
        while len(history) > 1:
            x_t, a = history.pop()
            d_s = d_a - d_a * a**2
            self.grads[0] += np.atleast_2d(x_t).T @ np.atleast_2d(d_s)
            self.grads[1] += np.atleast_2d(history[-1][1]).T @ np.atleast_2d(d_s)
            self.grads[3] += d_s
            d_a = self.R @ d_s
        return {f"d_{n}": g for n, g in zip(self.get_weights(), self.grads)}

    def update(self, lr):
        if self.grads is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        W, R, V, bs, by = self.grads
        self.W, self.R, self.V = self.W - lr * W, self.R - lr * R, self.V - lr * V
        self.bs, self.by = self.bs - lr * bs, self.by - lr * by
        self.grads, self.history = None, []

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
        self.__dict__.update((k, np.array(weights[k])) for k in ("W", "R", "V", "bs", "by"))
