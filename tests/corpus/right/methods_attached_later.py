"""An almost empty class; its methods are functions of later cells, attached one by one."""


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

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))


# %%
def forward(self, x):
    self.x = x
    self.a = [np.zeros(self.hidden_size)]
    for t in range(x.shape[0]):
        self.a.append(np.tanh(x[t] @ self.W + self.a[t] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by


RNN.forward = forward


# %%
def backward(self, d_loss):
    g = {
        "d_W": np.zeros_like(self.W),
        "d_R": np.zeros_like(self.R),
        "d_V": np.outer(self.a[-1], d_loss),
        "d_bs": np.zeros_like(self.bs),
        "d_by": d_loss * 1.0,
    }
    da = self.V.dot(d_loss)
    for t in range(self.x.shape[0] - 1, -1, -1):
        ds = (1 - np.square(self.a[t + 1])) * da
        g["d_W"] += np.outer(self.x[t], ds)
        g["d_R"] += np.outer(self.a[t], ds)
        g["d_bs"] += ds
        da = self.R.dot(ds)
    self.grads = g
    return g


def update(self, lr):
    if self.grads is None:
        raise RuntimeError("Call backward before update: there are no gradients yet.")
    for name in ("W", "R", "V", "bs", "by"):
        setattr(self, name, getattr(self, name) - lr * self.grads[f"d_{name}"])
    self.grads = None


RNN.backward = backward
RNN.update = update
print(RNN.__dict__.keys())
