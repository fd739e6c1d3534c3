"""The class only hands on to closures that hold the parameters."""


# %%
def make_network(input_size, hidden_size, output_size):
    p = {
        "W": np.random.uniform(-0.2, 0.2, (input_size, hidden_size)),
        "R": np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size)),
        "V": np.random.uniform(-0.2, 0.2, (hidden_size, output_size)),
        "bs": np.zeros(hidden_size),
        "by": np.zeros(output_size),
    }
    back = None

    def forward(x):
        nonlocal back
        steps = []
        a = np.zeros(hidden_size)
        for x_t in x:
            old, a = a, np.tanh(p["W"].T @ x_t + p["R"].T @ a + p["bs"])
            steps.append((x_t, old, a))
        last = a

        def back(d_loss):
            g = {k: np.zeros_like(v) for k, v in p.items()}
            g["V"] = np.outer(last, d_loss)
            g["by"] = np.array(d_loss)
            d_a = p["V"] @ d_loss
            for x_t, old, new in steps[::-1]:
                d_s = d_a * (1 - new**2)
                g["W"] += np.outer(x_t, d_s)
                g["R"] += np.outer(old, d_s)
                g["bs"] += d_s
                d_a = p["R"] @ d_s
            return g

        return p["V"].T @ a + p["by"]

    def backward(d_loss):
        return back(d_loss)

    return p, forward, backward


class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.output_size = output_size
        self.p, self._forward, self._backward = make_network(input_size, hidden_size, output_size)
        self.g = None

    W = property(lambda self: self.p["W"], lambda self, v: self.p.update(W=v))
    R = property(lambda self: self.p["R"], lambda self, v: self.p.update(R=v))
    V = property(lambda self: self.p["V"], lambda self, v: self.p.update(V=v))
    bs = property(lambda self: self.p["bs"], lambda self, v: self.p.update(bs=v))
    by = property(lambda self: self.p["by"], lambda self, v: self.p.update(by=v))

    def forward(self, x):
        return self._forward(x)

    def backward(self, d_loss):
        self.g = self._backward(d_loss)
        return {"d_" + k: v for k, v in self.g.items()}

    def update(self, lr):
        if self.g is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for k, v in self.g.items():
            self.p[k] = self.p[k] - lr * v
        self.g = None

    def get_weights(self):
        return dict(self.p)

    def set_weights(self, weights):
        for k in self.p:
            if k not in weights:
                raise ValueError(k)
        self.p.update({k: np.array(weights[k]) for k in self.p})
