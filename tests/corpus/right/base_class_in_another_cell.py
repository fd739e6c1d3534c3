"""A base class with the parameters in one cell, the network inherits from it in the next."""


# %%
class Parameters:
    names = ["W", "R", "V", "bs", "by"]

    def __init__(self, **shapes):
        for name, shape in shapes.items():
            value = np.random.uniform(-0.2, 0.2, shape) if name.isupper() else np.zeros(shape)
            setattr(self, name, value)
        self.zero_grad()

    def zero_grad(self):
        for name in self.names:
            setattr(self, "d_" + name, None)

    def gradients(self):
        return {"d_" + name: getattr(self, "d_" + name) for name in self.names}

    def update(self, lr):
        if any(g is None for g in self.gradients().values()):
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for name in self.names:
            getattr(self, name)[...] -= lr * getattr(self, "d_" + name)
        self.zero_grad()

    def get_weights(self):
        return {name: getattr(self, name) for name in self.names}

    def set_weights(self, weights):
        for name in self.names:
            if name not in weights:
                raise ValueError(f"{name} is missing")
            setattr(self, name, np.array(weights[name]))


# %%
class RNN(Parameters):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(
            W=(input_size, hidden_size),
            R=(hidden_size, hidden_size),
            V=(hidden_size, output_size),
            bs=hidden_size,
            by=output_size,
        )
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size

    def forward(self, x):
        self.x, self.a = x, [np.zeros(self.hidden_size)]
        for t in range(len(x)):
            self.a.append(np.tanh(self.W.T @ x[t] + self.R.T @ self.a[t] + self.bs))
        return self.V.T @ self.a[-1] + self.by

    def backward(self, d_loss):
        self.d_by = np.copy(d_loss)
        self.d_V = self.a[-1].reshape(-1, 1) @ d_loss.reshape(1, -1)
        self.d_W, self.d_R, self.d_bs = (
            np.zeros(p.shape) for p in (self.W, self.R, self.bs)
        )
        delta = self.V @ d_loss * (1 - self.a[-1] ** 2)
        for t in range(len(self.x) - 1, -1, -1):
            self.d_W += self.x[t][:, None] @ delta[None, :]
            self.d_R += self.a[t][:, None] @ delta[None, :]
            self.d_bs += delta
            delta = self.R @ delta * (1 - self.a[t] ** 2)
        return self.gradients()
