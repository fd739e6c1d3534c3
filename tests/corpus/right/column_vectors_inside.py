"""Column vectors (n, 1) on the inside, the shapes of the contract at the border."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        self.W = np.random.uniform(-0.2, 0.2, size=(input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, size=(hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, size=(hidden_size, output_size))
        self.bs = np.zeros((hidden_size,))
        self.by = np.zeros((output_size,))
        self.d_W = None

    def forward(self, x):
        self.T = x.shape[0]
        self.xs = {}
        self.a = {0: np.zeros((self.hidden_size, 1))}
        for t in range(1, self.T + 1):
            self.xs[t] = x[t - 1].reshape(-1, 1)
            s = self.W.T.dot(self.xs[t]) + self.R.T.dot(self.a[t - 1]) + self.bs.reshape(-1, 1)
            self.a[t] = np.tanh(s)
        y = self.V.T.dot(self.a[self.T]) + self.by.reshape(-1, 1)
        return y.reshape(-1)

    def backward(self, d_loss):
        dy = np.asarray(d_loss).reshape(-1, 1)
        self.d_V = self.a[self.T].dot(dy.T)
        self.d_by = dy.flatten()
        self.d_W = np.zeros_like(self.W)
        self.d_R = np.zeros_like(self.R)
        d_bs = np.zeros((self.hidden_size, 1))
        da = self.V.dot(dy)
        for t in reversed(range(1, self.T + 1)):
            ds = da * (1 - self.a[t] * self.a[t])
            self.d_W += self.xs[t].dot(ds.T)
            self.d_R += self.a[t - 1].dot(ds.T)
            d_bs += ds
            da = self.R.dot(ds)
        self.d_bs = d_bs.ravel()
        return {
            "d_W": self.d_W,
            "d_R": self.d_R,
            "d_V": self.d_V,
            "d_bs": self.d_bs,
            "d_by": self.d_by,
        }

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("Call backward before update.")
        self.W -= lr * self.d_W
        self.R -= lr * self.d_R
        self.V -= lr * self.d_V
        self.bs -= lr * self.d_bs
        self.by -= lr * self.d_by
        self.d_W = self.d_R = self.d_V = self.d_bs = self.d_by = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ["W", "R", "V", "bs", "by"]:
            if name not in weights:
                raise ValueError("missing " + name)
            setattr(self, name, np.array(weights[name]))
