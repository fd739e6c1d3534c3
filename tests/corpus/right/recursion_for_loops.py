"""Recursion instead of loops, forward and backward."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        self.W = np.random.rand(input_size, hidden_size) * 0.4 - 0.2
        self.R = np.random.rand(hidden_size, hidden_size) * 0.4 - 0.2
        self.V = np.random.rand(hidden_size, output_size) * 0.4 - 0.2
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.d = None

    def _state(self, t):
        if t == 0:
            return np.zeros(self.hidden_size)
        if t not in self.known:
            before = self._state(t - 1)
            self.known[t] = np.tanh(self.W.T @ self.x[t - 1] + self.R.T @ before + self.bs)
        return self.known[t]

    def forward(self, x):
        self.x, self.known = x, {}
        return self.V.T @ self._state(len(x)) + self.by

    def _back(self, t, da):
        if t == 0:
            return np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        ds = da * (1 - self._state(t) ** 2)
        w, r, b = self._back(t - 1, self.R @ ds)
        return w + np.outer(self.x[t - 1], ds), r + np.outer(self._state(t - 1), ds), b + ds

    def backward(self, d_loss):
        T = len(self.x)
        d_W, d_R, d_bs = self._back(T, self.V @ d_loss)
        self.d = dict(d_W=d_W, d_R=d_R, d_V=np.outer(self._state(T), d_loss), d_bs=d_bs)
        self.d["d_by"] = d_loss.copy()
        return self.d

    def update(self, lr):
        if self.d is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W = self.W - lr * self.d["d_W"]
        self.R = self.R - lr * self.d["d_R"]
        self.V = self.V - lr * self.d["d_V"]
        self.bs = self.bs - lr * self.d["d_bs"]
        self.by = self.by - lr * self.d["d_by"]
        self.d, self.known, self.x = None, {}, None

    def get_weights(self):
        return dict(W=self.W, R=self.R, V=self.V, bs=self.bs, by=self.by)

    def set_weights(self, weights):
        try:
            new = [np.array(weights[k]) for k in "W R V bs by".split()]
        except KeyError as error:
            raise ValueError(f"missing: {error}") from None
        self.W, self.R, self.V, self.bs, self.by = new


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    def entries(p, flat, i):
        if i == p.size:
            return []
        old = flat[i]
        flat[i] = old + eps
        up = model.forward(x).sum()
        flat[i] = old - eps
        down = model.forward(x).sum()
        flat[i] = old
        return [(up - down) / (2 * eps)] + entries(p, flat, i + 1)

    weights = model.get_weights()
    return {"d_" + k: np.array(entries(p, p.flat, 0)).reshape(p.shape) for k, p in weights.items()}
