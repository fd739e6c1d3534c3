"""d_by is the caller's own array; projections of the whole input are computed beforehand."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.grads = None

    def forward(self, x):
        projected = x @ self.W + self.bs
        self.x = x
        self.a = np.zeros_like(projected)
        self.a[0] = np.tanh(projected[0])
        for t in range(1, len(x)):
            self.a[t] = np.tanh(projected[t] + self.a[t - 1] @ self.R)
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        grads = {}
        grads["d_by"] = d_loss
        grads["d_V"] = self.a[-1][:, None] @ d_loss[None, :]
        slope = 1 - self.a**2
        deltas = [slope[-1] * (self.V @ d_loss)]
        for t in range(len(self.x) - 2, -1, -1):
            deltas.append(slope[t] * (self.R @ deltas[-1]))
        deltas = np.stack(deltas[::-1])
        grads["d_W"] = self.x.T @ deltas
        grads["d_R"] = self.a[:-1].T @ deltas[1:]
        grads["d_bs"] = deltas.T @ np.ones(len(deltas))
        self.grads = grads
        return grads

    def update(self, lr):
        if self.grads is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W -= lr * self.grads["d_W"]
        self.R -= lr * self.grads["d_R"]
        self.V -= lr * self.grads["d_V"]
        self.bs -= lr * self.grads["d_bs"]
        self.by -= lr * self.grads["d_by"]
        self.grads = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))
