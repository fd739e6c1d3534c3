"""Arrays (1, T, H) as in a batch inside, squeezed at the end; backward keeps the axis too."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.g = None

    def forward(self, x):
        X = np.expand_dims(x, 0)
        B, T, _ = X.shape
        H = np.zeros((B, T + 1, self.hidden_size))
        for t in range(T):
            H[:, t + 1, :] = np.tanh(X[:, t, :] @ self.W + H[:, t, :] @ self.R + self.bs)
        self.X, self.H = X, H
        return np.squeeze(H[:, -1, :] @ self.V + self.by, axis=0)

    def backward(self, d_loss):
        dY = np.asarray(d_loss)[None, :]
        D = np.zeros_like(self.H[:, 1:, :])
        dH = dY @ self.V.T
        for t in range(D.shape[1])[::-1]:
            D[:, t, :] = dH * (1 - self.H[:, t + 1, :] ** 2)
            dH = D[:, t, :] @ self.R.T
        self.g = {
            "d_W": np.sum(self.X.transpose(0, 2, 1) @ D, axis=0),
            "d_R": np.sum(self.H[:, :-1, :].transpose(0, 2, 1) @ D, axis=0),
            "d_V": self.H[:, -1, :].T @ dY,
            "d_bs": D.sum(axis=(0, 1)),
            "d_by": dY.sum(axis=0),
        }
        return self.g

    def update(self, lr):
        if self.g is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W = self.W - lr * self.g["d_W"]
        self.R = self.R - lr * self.g["d_R"]
        self.V = self.V - lr * self.g["d_V"]
        self.bs = self.bs - lr * self.g["d_bs"]
        self.by = self.by - lr * self.g["d_by"]
        self.g = self.X = self.H = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))
