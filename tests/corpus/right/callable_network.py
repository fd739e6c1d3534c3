"""The network can be called, and the functions call it: model(x)."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.output_size = output_size
        gen = np.random.Generator(np.random.PCG64())
        self.W = gen.random((input_size, hidden_size)) * 0.4 - 0.2
        self.R = gen.random((hidden_size, hidden_size)) * 0.4 - 0.2
        self.V = gen.random((hidden_size, output_size)) * 0.4 - 0.2
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.ready = False

    def __call__(self, x):
        self.inputs = x
        self.outputs = []
        state = np.zeros(len(self.bs))
        for element in x:
            state = np.tanh(element @ self.W + state @ self.R + self.bs)
            self.outputs.append(state)
        return state @ self.V + self.by

    def forward(self, x):
        return self(x)

    def backward(self, d_loss):
        n = len(self.inputs)
        states = np.array(self.outputs)
        before = np.vstack([np.zeros((1, len(self.bs))), states[:-1]])
        d_s = np.zeros_like(states)
        carried = d_loss @ self.V.T
        for t in range(n - 1, -1, -1):
            d_s[t] = carried * (1 - states[t] ** 2)
            carried = d_s[t] @ self.R.T
        self.d_W = self.inputs.T @ d_s
        self.d_R = before.T @ d_s
        self.d_V = np.outer(states[-1], d_loss)
        self.d_bs = np.sum(d_s, 0)
        self.d_by = np.array(d_loss)
        self.ready = True
        names = "d_W d_R d_V d_bs d_by".split()
        return dict(zip(names, (self.d_W, self.d_R, self.d_V, self.d_bs, self.d_by)))

    def update(self, lr):
        if not self.ready:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        np.subtract(self.W, lr * self.d_W, out=self.W)
        np.subtract(self.R, lr * self.d_R, out=self.R)
        np.subtract(self.V, lr * self.d_V, out=self.V)
        np.subtract(self.bs, lr * self.d_bs, out=self.bs)
        np.subtract(self.by, lr * self.d_by, out=self.by)
        self.ready = False

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            setattr(self, name, np.array(weights[name]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    def derivative(array, index):
        kept = array[index]
        array[index] = kept + eps
        above = model(x).sum()
        array[index] = kept - eps
        below = model(x).sum()
        array[index] = kept
        return (above - below) / (2 * eps)

    return {
        "d_" + name: np.array([derivative(p, i) for i in np.ndindex(p.shape)]).reshape(p.shape)
        for name, p in model.get_weights().items()
    }


def get_analytical_gradient(model, x):
    model(x)
    return model.backward(np.ones(model.output_size))
