"""In-place update; reset deletes the attributes; hasattr says whether backward was called."""


# %%
class RNN:
    def __init__(self, input_size=1, hidden_size=1, output_size=1, *, limit=0.2):
        self.dims = dict(W=(input_size, hidden_size), R=(hidden_size, hidden_size))
        self.dims |= dict(V=(hidden_size, output_size), bs=(hidden_size,), by=(output_size,))
        for k, s in self.dims.items():
            self.__dict__[k] = np.random.uniform(-limit, limit, s) if len(s) > 1 else np.zeros(s)

    def forward(self, x, return_states=False):
        h = np.zeros((x.shape[0] + 1,) + self.bs.shape)
        for t, x_t in enumerate(x, start=1):
            h[t] = np.tanh((x_t[:, None] * self.W).sum(0) + (h[t - 1][:, None] * self.R).sum(0) + self.bs)
        self.x, self.h = x, h
        y = (h[-1][:, None] * self.V).sum(0) + self.by
        return (y, h) if return_states else y

    def backward(self, d_loss, *, clip=None):
        self.d_V = self.h[-1][:, None] * d_loss[None, :]
        self.d_by = d_loss.copy()
        self.d_W = np.zeros_like(self.W)
        self.d_R = np.zeros_like(self.R)
        self.d_bs = np.zeros_like(self.bs)
        up = (self.V * d_loss).sum(1)
        for t in range(-1, -len(self.x) - 1, -1):
            delta = up * (1 + self.h[t]) * (1 - self.h[t])
            self.d_W += self.x[t][:, None] * delta
            self.d_R += self.h[t - 1][:, None] * delta
            self.d_bs += delta
            up = (self.R * delta).sum(1)
        grads = {f"d_{k}": getattr(self, f"d_{k}") for k in self.dims}
        if clip is not None:
            for g in grads.values():
                np.clip(g, -clip, clip, out=g)
        return grads

    def update(self, lr):
        if not hasattr(self, "d_W"):
            raise RuntimeError("backward() has to be called before update()")
        for k in self.dims:
            w = getattr(self, k)
            w -= lr * getattr(self, f"d_{k}")
            delattr(self, f"d_{k}")
        del self.x, self.h

    def get_weights(self):
        return {k: getattr(self, k) for k in self.dims}

    def set_weights(self, weights):
        for k in self.dims:
            if k not in weights:
                raise ValueError(k)
        for k in self.dims:
            getattr(self, k)[...] = weights[k]


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        view = p.view().reshape(-1)
        g = np.zeros_like(view)
        for i in range(view.shape[0]):
            old = view[i]
            losses = []
            for step in (+eps, -eps):
                view[i] = old + step
                losses.append(float(np.sum(model.forward(x))))
            view[i] = old
            g[i] = (losses[0] - losses[1]) / (2.0 * eps)
        grads["d_" + k] = g.reshape(p.shape)
    return grads


def get_analytical_gradient(model, x):
    y, h = model.forward(x, return_states=True)
    return model.backward(np.ones(len(y)))
