"""The newest state is at the front: insert(0, ...); backward walks the lists as they are."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.x = self.a = []
        self.grads = {}

    def forward(self, x):
        self.x = []
        self.a = [np.zeros(self.hidden_size)]
        for x_t in x:
            self.x.insert(0, x_t)
            self.a.insert(0, np.tanh(self.W.T @ x_t + self.R.T @ self.a[0] + self.bs))
        return self.V.T @ self.a[0] + self.by

    def backward(self, d_loss):
        self.grads = {k: np.zeros_like(v) for k, v in self.get_weights().items()}
        self.grads["V"] += np.outer(self.a[0], d_loss)
        self.grads["by"] += d_loss
        d_a = self.V @ d_loss
        for k, x_t in enumerate(self.x):
            d_s = d_a * (1 - self.a[k] ** 2)
            self.grads["W"] += np.outer(x_t, d_s)
            self.grads["R"] += np.outer(self.a[k + 1], d_s)
            self.grads["bs"] += d_s
            d_a = self.R @ d_s
        return {"d_" + k: v for k, v in self.grads.items()}

    def update(self, lr):
        if not self.grads:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for k in self.grads:
            exec(f"self.{k} = self.{k} - lr * self.grads['{k}']")
        self.grads = {}

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in self.get_weights():
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))
