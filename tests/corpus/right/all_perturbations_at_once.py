"""The numerical gradient moves all entries of a parameter at once, in one batch of networks."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.grads = None

    @staticmethod
    def run(x, W, R, V, bs, by):
        """For weights with any axes in front; returns the states and the output."""
        a = [np.zeros_like(bs)]
        for x_t in x:
            s = np.einsum("i,...ij->...j", x_t, W) + np.einsum("...i,...ij->...j", a[-1], R) + bs
            a.append(np.tanh(s))
        return a, np.einsum("...i,...ij->...j", a[-1], V) + by

    def forward(self, x):
        self.x = x
        self.a, y = RNN.run(x, **self.get_weights())
        return y

    def backward(self, d_loss):
        self.grads = {f"d_{k}": np.zeros_like(v) for k, v in self.get_weights().items()}
        self.grads["d_V"] += np.outer(self.a[-1], d_loss)
        self.grads["d_by"] += d_loss
        d_a = self.V @ d_loss
        for x_t, old, new in zip(self.x[::-1], self.a[-2::-1], self.a[::-1]):
            d_s = d_a * (1 - new**2)
            self.grads["d_W"] += np.outer(x_t, d_s)
            self.grads["d_R"] += np.outer(old, d_s)
            self.grads["d_bs"] += d_s
            d_a = self.R @ d_s
        return self.grads

    def update(self, lr):
        if self.grads is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for k, v in self.get_weights().items():
            setattr(self, k, v - lr * self.grads[f"d_{k}"])
        self.grads = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for k in ("W", "R", "V", "bs", "by"):
            if k not in weights:
                raise ValueError(k)
            setattr(self, k, np.array(weights[k]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    weights = model.get_weights()
    gradients = {}
    for k, v in weights.items():
        steps = eps * np.eye(v.size).reshape(v.size, *v.shape)
        many = {n: np.broadcast_to(w, (v.size, *w.shape)) for n, w in weights.items()}
        _, above = RNN.run(x, **{**many, k: v + steps})
        _, below = RNN.run(x, **{**many, k: v - steps})
        gradients[f"d_{k}"] = ((above - below).sum(axis=1) / (2 * eps)).reshape(v.shape)
    return gradients
