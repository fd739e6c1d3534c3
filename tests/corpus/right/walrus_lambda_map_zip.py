"""Functional style: walrus, lambda, map and zip, hardly a statement."""

# %%
NAMES = ("W", "R", "V", "bs", "by")


class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.make = lambda *s: np.random.uniform(-0.2, 0.2, s)
        sizes = (input_size, hidden_size), (hidden_size, hidden_size), (hidden_size, output_size)
        self.W, self.R, self.V = map(lambda s: self.make(*s), sizes)
        self.bs, self.by = map(np.zeros, (hidden_size, output_size))
        self.output_size = output_size
        self.grads = None

    step = lambda self, a, x_t: np.tanh(x_t @ self.W + a @ self.R + self.bs)

    def forward(self, x):
        a = np.zeros(self.bs.shape)
        self.x, self.a = x, [a, *((a := self.step(a, x_t)) for x_t in x)]
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        d = self.V @ d_loss
        e = [(s := d * (1 - a**2), d := self.R @ s)[0] for a in self.a[:0:-1]][::-1]
        add = lambda left: sum(map(np.outer, left, e))
        values = add(self.x), add(self.a), np.outer(self.a[-1], d_loss), sum(e), d_loss.copy()
        return vars(self).update(grads=(g := dict(zip(map("d_".__add__, NAMES), values)))) or g

    def update(self, lr):
        if (grads := self.grads) is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        list(map(lambda n: setattr(self, n, getattr(self, n) - lr * grads["d_" + n]), NAMES))
        self.grads = None

    get_weights = lambda self: {n: getattr(self, n) for n in NAMES}

    def set_weights(self, weights):
        if not all(map(weights.__contains__, NAMES)):
            raise ValueError("missing")
        any(map(lambda n: setattr(self, n, np.array(weights[n])), NAMES))


# %%
get_analytical_gradient = lambda model, x: model.backward(np.ones_like(model.forward(x)))
