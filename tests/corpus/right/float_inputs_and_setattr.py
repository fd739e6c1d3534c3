"""Everything is converted to float first; update is a loop over setattr; gradients in self.grads."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        input_size, hidden_size, output_size = int(input_size), int(hidden_size), int(output_size)
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        for name, shape in dict(
            W=(input_size, hidden_size), R=(hidden_size, hidden_size), V=(hidden_size, output_size)
        ).items():
            setattr(self, name, np.random.random_sample(shape) * (0.2 - -0.2) + -0.2)
        self.bs = np.zeros(hidden_size, dtype=float)
        self.by = np.zeros(output_size, dtype=float)
        self.grads = dict.fromkeys(["d_W", "d_R", "d_V", "d_bs", "d_by"])

    def forward(self, x):
        x = np.asarray(x, dtype=float)
        self.cache = {"x": x, "a": {0: np.zeros(self.hidden_size)}}
        a = self.cache["a"]
        t = 0
        while t < len(x):
            a[t + 1] = np.tanh(np.inner(self.W.T, x[t]) + np.inner(self.R.T, a[t]) + self.bs)
            t += 1
        return np.inner(self.V.T, a[t]) + self.by

    def backward(self, d_loss):
        d_loss = np.asarray(d_loss, dtype=float).copy()
        x, a = self.cache["x"], self.cache["a"]
        t = len(x)
        self.grads = {
            "d_W": np.zeros((self.input_size, self.hidden_size)),
            "d_R": np.zeros((self.hidden_size, self.hidden_size)),
            "d_V": np.kron(a[t][:, None], d_loss),
            "d_bs": np.zeros(self.hidden_size),
            "d_by": d_loss,
        }
        d_a = np.inner(self.V, d_loss)
        while t > 0:
            d_s = np.diag(1 - a[t] ** 2) @ d_a
            self.grads["d_W"] += np.kron(x[t - 1][:, None], d_s)
            self.grads["d_R"] += np.kron(a[t - 1][:, None], d_s)
            self.grads["d_bs"] += d_s
            d_a = np.inner(self.R, d_s)
            t -= 1
        return self.grads

    def update(self, lr):
        if None in [type(g) if g is not None else None for g in self.grads.values()]:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for key in ["W", "R", "V", "bs", "by"]:
            setattr(self, key, getattr(self, key) - lr * self.grads["d_" + key])
        self.grads = dict.fromkeys(self.grads)
        self.cache = None

    def get_weights(self):
        return {key: getattr(self, key) for key in ["W", "R", "V", "bs", "by"]}

    def set_weights(self, weights):
        for key in ["W", "R", "V", "bs", "by"]:
            if key not in weights:
                raise ValueError("Missing: " + key)
        for key in ["W", "R", "V", "bs", "by"]:
            setattr(self, key, np.array(weights[key], dtype=float))
