"""The class is made by a call of type, its functions have further arguments."""


# %%
def _init(self, input_size, hidden_size, output_size, seed=None, scale=0.2):
    rng = np.random.RandomState(seed)
    sizes = [(input_size, hidden_size), (hidden_size, hidden_size), (hidden_size, output_size)]
    flat = rng.random_sample(sum(a * b for a, b in sizes)) * 2 * scale - scale
    parts = np.split(flat, np.cumsum([a * b for a, b in sizes])[:-1])
    self.W, self.R, self.V = (p.reshape(s) for p, s in zip(parts, sizes))
    self.bs, self.by = np.zeros(hidden_size), np.zeros(output_size)
    self.sizes = input_size, hidden_size, output_size
    self.grads = None

def _forward(self, x, a0=None):
    self.x, self.a = x, [np.zeros(self.sizes[1]) if a0 is None else a0]
    for row in x:
        self.a += [np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs)]
    return self.a[-1] @ self.V + self.by

def _backward(self, d_loss, verbose=False):
    e = self.V @ d_loss
    g = dict(d_W=0, d_R=0, d_V=np.outer(self.a[-1], d_loss), d_bs=0, d_by=np.copy(d_loss))
    for t in reversed(range(len(self.x))):
        d = e * (1 - self.a[t + 1] ** 2)
        for k, v in (("d_W", np.outer(self.x[t], d)), ("d_R", np.outer(self.a[t], d)), ("d_bs", d)):
            g[k] = g[k] + v
        e = self.R @ d
    self.grads = g
    return g

def _update(self, lr):
    if self.grads is None:
        raise RuntimeError("no gradients")
    for k, v in self.grads.items():
        p = getattr(self, k[2:])
        np.copyto(p, p - lr * v)
    self.grads = None
    return self

RNN = type("RNN", (), dict(__init__=_init, forward=_forward, backward=_backward, update=_update,
    get_weights=lambda self: {n: getattr(self, n) for n in ("W", "R", "V", "bs", "by")},
    set_weights=RNN.set_weights))
