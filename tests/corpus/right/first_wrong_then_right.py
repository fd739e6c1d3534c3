"""A first version that is wrong, tried out, and redefined two cells later."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.W = np.random.randn(input_size, hidden_size)
        self.R = np.random.randn(hidden_size, hidden_size)
        self.V = np.random.randn(hidden_size, output_size)
        self.bs = np.ones(hidden_size)
        self.by = np.ones(output_size)

    def forward(self, x):
        return self.V.T @ np.tanh(self.W.T @ x + self.bs) + self.by

    def backward(self, d_loss):
        return {"d_W": 0, "d_R": 0, "d_V": 0, "d_bs": 0, "d_by": 0}


def get_analytical_gradient(model, x):
    return get_numerical_gradient(model, x)


# %%
RNN(5, 10, 1).forward(np.zeros((7, 5)))  # ValueError, so the loop was missing


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.I, self.H, self.O = input_size, hidden_size, output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.d_W = None

    def forward(self, x):
        self.x = x
        self.a = {-1: np.zeros(self.H)}
        for t, x_t in enumerate(x):
            self.a[t] = np.tanh(np.matmul(x_t, self.W) + np.matmul(self.a[t - 1], self.R) + self.bs)
        self.last = len(x) - 1
        return np.matmul(self.a[self.last], self.V) + self.by

    def backward(self, d_loss):
        self.d_V = np.outer(self.a[self.last], d_loss)
        self.d_by = d_loss + 0
        self.d_W, self.d_R, self.d_bs = 0, 0, 0
        e = np.matmul(self.V, d_loss)
        for t in range(self.last, -1, -1):
            e = e * (1 - self.a[t] ** 2)
            self.d_W = self.d_W + np.outer(self.x[t], e)
            self.d_R = self.d_R + np.outer(self.a[t - 1], e)
            self.d_bs = self.d_bs + e
            e = np.matmul(self.R, e)
        return {n: getattr(self, n) for n in ("d_W", "d_R", "d_V", "d_bs", "d_by")}

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W = self.W - lr * self.d_W
        self.R = self.R - lr * self.d_R
        self.V = self.V - lr * self.d_V
        self.bs = self.bs - lr * self.d_bs
        self.by = self.by - lr * self.d_by
        self.d_W = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for n in ("W", "R", "V", "bs", "by"):
            if n not in weights:
                raise ValueError(n)
            setattr(self, n, np.array(weights[n]))


# %%
def get_analytical_gradient(model, x):
    model.forward(x)
    return model.backward(np.ones(model.O))
