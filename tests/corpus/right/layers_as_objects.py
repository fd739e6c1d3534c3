"""Module style: Linear layers with own parameters and gradients; properties for the asked names."""


# %%
class Linear:
    def __init__(self, i, o, bias=True):
        self.w = np.random.uniform(-0.2, 0.2, (i, o))
        self.b = np.zeros(o) if bias else None
        self.zero()

    def zero(self):
        self.gw = self.gb = None

    def __call__(self, v):
        return v @ self.w + (0 if self.b is None else self.b)

    def back(self, v, e):
        self.gw = np.outer(v, e) + (0 if self.gw is None else self.gw)
        if self.b is not None:
            self.gb = e + (0 if self.gb is None else self.gb)
        return self.w @ e


def through(layer, name):
    def get(self):
        return getattr(getattr(self, layer), name)

    def put(self, value):
        setattr(getattr(self, layer), name, value)

    return property(get, put)


class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.inp, self.rec, self.out = (
            Linear(input_size, hidden_size),
            Linear(hidden_size, hidden_size, bias=False),
            Linear(hidden_size, output_size),
        )
        self.n = hidden_size

    W, R, V, bs, by = (
        through("inp", "w"),
        through("rec", "w"),
        through("out", "w"),
        through("inp", "b"),
        through("out", "b"),
    )
    d_W, d_R, d_V, d_bs, d_by = (
        through("inp", "gw"),
        through("rec", "gw"),
        through("out", "gw"),
        through("inp", "gb"),
        through("out", "gb"),
    )

    def forward(self, x):
        self.h = [np.zeros(self.n)]
        self.x = x
        for v in x:
            self.h.append(np.tanh(self.inp(v) + self.rec(self.h[-1])))
        return self.out(self.h[-1])

    def backward(self, d_loss):
        for l in (self.inp, self.rec, self.out):
            l.zero()
        e = self.out.back(self.h[-1], d_loss)
        for v, before, after in zip(self.x[::-1], self.h[-2::-1], self.h[:0:-1]):
            e = e * (1 - after**2)
            self.inp.back(v, e)
            e = self.rec.back(before, e)
        return {k: getattr(self, k) for k in ("d_W", "d_R", "d_V", "d_bs", "d_by")}

    def update(self, lr):
        if self.inp.gw is None:
            raise RuntimeError("no grads")
        for l in (self.inp, self.rec, self.out):
            l.w = l.w - lr * l.gw
            if l.b is not None:
                l.b = l.b - lr * l.gb
            l.zero()

    def get_weights(self):
        return {k: getattr(self, k) for k in ("W", "R", "V", "bs", "by")}

    def set_weights(self, weights):
        for k in ("W", "R", "V", "bs", "by"):
            if k not in weights:
                raise ValueError(k)
        for k in ("W", "R", "V", "bs", "by"):
            setattr(self, k, np.array(weights[k]))
