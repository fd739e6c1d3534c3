"""Every product is an einsum, explicit indices."""


# %%
class RNN(object):
    def __init__(self, input_size, hidden_size, output_size):
        rng = np.random.default_rng()
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        self.W = rng.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = rng.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = rng.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.gradients = None

    def forward(self, x):
        self.x = x
        self.a = np.zeros((len(x) + 1, self.hidden_size))
        inputs = np.einsum("ti,ih->th", x, self.W)
        for t in range(len(x)):
            self.a[t + 1] = np.tanh(
                inputs[t] + np.einsum("h,hg->g", self.a[t], self.R) + self.bs
            )
        return np.einsum("h,ho->o", self.a[-1], self.V) + self.by

    def backward(self, d_loss):
        T = len(self.x)
        delta = np.zeros((T, self.hidden_size))
        error = np.einsum("ho,o->h", self.V, d_loss)
        for t in range(T - 1, -1, -1):
            delta[t] = np.einsum("h,h->h", error, 1 - self.a[t + 1] ** 2)
            error = np.einsum("gh,h->g", self.R, delta[t])
        self.gradients = {
            "d_W": np.einsum("ti,th->ih", self.x, delta),
            "d_R": np.einsum("tg,th->gh", self.a[:-1], delta),
            "d_V": np.einsum("h,o->ho", self.a[-1], d_loss),
            "d_bs": np.einsum("th->h", delta),
            "d_by": np.einsum("o->o", d_loss).copy(),
        }
        return dict(self.gradients)

    def update(self, lr):
        if self.gradients is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W = self.W - lr * self.gradients["d_W"]
        self.R = self.R - lr * self.gradients["d_R"]
        self.V = self.V - lr * self.gradients["d_V"]
        self.bs = self.bs - lr * self.gradients["d_bs"]
        self.by = self.by - lr * self.gradients["d_by"]
        self.gradients = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        missing = {"W", "R", "V", "bs", "by"} - weights.keys()
        if missing:
            raise ValueError(f"missing: {missing}")
        for key, value in weights.items():
            setattr(self, key, np.array(value))
