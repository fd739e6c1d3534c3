"""Gradients and weights in a dictionary of an own class, with keys that are NumPy's texts."""


# %%
class Named(dict):
    """A dictionary that shows its sizes, and keeps its keys as np.str_."""

    def __init__(self, content):
        super().__init__((np.str_(name), value) for name, value in content.items())

    def __repr__(self):
        return ", ".join(f"{name}: {np.shape(value)}" for name, value in self.items())


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
        self.a0 = np.zeros(hidden_size)
        self.steps = 0
        self.grads = None

    def forward(self, x):
        self.x = x
        self.a = [self.a0]
        for x_t in x:
            self.a.append(np.tanh(self.W.T @ x_t + self.R.T @ self.a[-1] + self.bs))
        return self.V.T @ self.a[-1] + self.by

    def backward(self, d_loss):
        d_W, d_R, d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        d_a = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            d_s = d_a * (1 - self.a[t] ** 2)
            d_W += np.outer(self.x[t - 1], d_s)
            d_R += np.outer(self.a[t - 1], d_s)
            d_bs += d_s
            d_a = self.R @ d_s
        self.grads = Named({
            "d_W": d_W,
            "d_R": d_R,
            "d_V": np.outer(self.a[-1], d_loss),
            "d_bs": d_bs,
            "d_by": np.array(d_loss),
        })
        return self.grads

    def update(self, lr):
        if self.grads is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for name in ("W", "R", "V", "bs", "by"):
            setattr(self, name, getattr(self, name) - lr * self.grads["d_" + name])
        self.grads = None
        self.steps += 1

    def get_weights(self):
        return Named({name: getattr(self, name) for name in ("W", "R", "V", "bs", "by")})

    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(f"{name} is missing")
        for name in ("W", "R", "V", "bs", "by"):
            setattr(self, name, np.array(weights[name]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for name in ("W", "R", "V", "bs", "by"):
        p = getattr(model, name)
        g = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            old = p[i]
            p[i] = old + eps
            up = model.forward(x).sum()
            p[i] = old - eps
            down = model.forward(x).sum()
            p[i] = old
            g[i] = (up - down) / (2 * eps)
        grads["d_" + name] = g
    return Named(grads)


# %%
def gradient_check(model, x, threshold=1e-7):
    num, ana = get_numerical_gradient(model, x), get_analytical_gradient(model, x)
    return {k: bool(np.linalg.norm(num[k] - ana[k]) <= threshold) for k in num}
