"""Parameters in one dict; W, R, V, bs and by are properties with setters made by a function."""


# %%
def _parameter(name):
    def get(self):
        return self.params[name]

    def put(self, value):
        self.params[name] = value

    return property(get, put, doc=f"the parameter {name}")


class RNN:
    NAMES = ("W", "R", "V", "bs", "by")
    W, R, V, bs, by = (_parameter(n) for n in NAMES)

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        shapes = [
            (input_size, hidden_size),
            (hidden_size, hidden_size),
            (hidden_size, output_size),
            (hidden_size,),
            (output_size,),
        ]
        self.output_size = output_size
        self.params = {
            n: np.random.uniform(-0.2, 0.2, s) if len(s) == 2 else np.zeros(s)
            for n, s in zip(self.NAMES, shapes)
        }
        self.grads = {}
        self.cache = None

    def forward(self, x):
        states = [np.zeros_like(self.bs)]
        for x_t in x:
            states += [np.tanh(x_t @ self.W + states[-1] @ self.R + self.bs)]
        self.cache = x, states
        return states[-1] @ self.V + self.by

    def backward(self, d_loss):
        x, states = self.cache
        g = {"d_" + n: np.zeros_like(p) for n, p in self.params.items()}
        g["d_V"] += states[-1][:, np.newaxis] * d_loss
        g["d_by"] += d_loss
        err = self.V @ d_loss
        for x_t, before, now in zip(x[::-1], states[-2::-1], states[::-1]):
            err = err * (1 - now**2)
            g["d_W"] += x_t[:, np.newaxis] * err
            g["d_R"] += before[:, np.newaxis] * err
            g["d_bs"] += err
            err = self.R @ err
        self.grads = g
        return g

    def update(self, lr):
        if not self.grads:
            raise RuntimeError("backward first")
        self.params = {n: p - lr * self.grads["d_" + n] for n, p in self.params.items()}
        self.grads, self.cache = {}, None

    def get_weights(self):
        return self.params

    def set_weights(self, weights):
        if set(self.NAMES) - set(weights):
            raise ValueError("missing")
        self.params = {n: np.array(weights[n], dtype=float) for n in self.NAMES}


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    out = {}
    for name in list(model.params):
        p = model.params[name]
        g = np.zeros(p.shape)
        for i in np.ndindex(*p.shape):
            old = p[i]
            p[i] = old + eps
            hi = np.sum(model.forward(x))
            p[i] = old - eps
            lo = np.sum(model.forward(x))
            p[i] = old
            g[i] = (hi - lo) / (2 * eps)
        out["d_" + name] = g
    return out
