"""All parameters are views into one flat vector; the gradient is taken along it and cut up again."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
        self.shapes = {
            "W": (input_size, hidden_size),
            "R": (hidden_size, hidden_size),
            "V": (hidden_size, output_size),
            "bs": (hidden_size,),
            "by": (output_size,),
        }
        sizes = [int(np.prod(s)) for s in self.shapes.values()]
        self.ends = np.cumsum(sizes)
        self.theta = np.random.uniform(-0.2, 0.2, self.ends[-1])
        self.theta[self.ends[2] :] = 0.0
        self.d_theta = None

    def cut(self, vector):
        parts = np.split(vector, self.ends[:-1])
        return {k: part.reshape(s) for part, (k, s) in zip(parts, self.shapes.items())}

    def get_weights(self):
        return self.cut(self.theta)

    def set_weights(self, weights):
        for k in self.shapes:
            if k not in weights:
                raise ValueError(f"{k} missing")
        self.theta = np.concatenate([np.ravel(weights[k]) for k in self.shapes]).astype(float)

    def __getattr__(self, name):
        if name in ("W", "R", "V", "bs", "by"):
            return self.get_weights()[name]
        raise AttributeError(name)

    def forward(self, x):
        W, R, V, bs, by = self.get_weights().values()
        self.x, self.a = x, [np.zeros_like(bs)]
        for x_t in x:
            self.a.append(np.tanh(W.T @ x_t + R.T @ self.a[-1] + bs))
        return V.T @ self.a[-1] + by

    def backward(self, d_loss):
        self.d_theta = np.zeros_like(self.theta)
        W, R, V, bs, by = self.get_weights().values()
        g = self.cut(self.d_theta)
        g["d_V"] = g["V"]
        g["V"] += np.outer(self.a[-1], d_loss)
        g["by"] += d_loss
        d_a = V @ d_loss
        for t in range(len(self.x), 0, -1):
            d_s = d_a * (1 - self.a[t] ** 2)
            g["W"] += np.outer(self.x[t - 1], d_s)
            g["R"] += np.outer(self.a[t - 1], d_s)
            g["bs"] += d_s
            d_a = R @ d_s
        return {"d_" + k: g[k] for k in self.shapes}

    def update(self, lr):
        if self.d_theta is None:
            raise RuntimeError("no gradient")
        self.theta -= lr * self.d_theta
        self.d_theta = None


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    gradient = np.zeros_like(model.theta)
    for i in range(len(gradient)):
        kept = model.theta[i]
        model.theta[i] = kept + eps
        gradient[i] = model.forward(x).sum()
        model.theta[i] = kept - eps
        gradient[i] -= model.forward(x).sum()
        model.theta[i] = kept
    gradient /= 2 * eps
    return {"d_" + k: v for k, v in model.cut(gradient).items()}
