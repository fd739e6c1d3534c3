"""Pure functions with immutable namedtuple params; the class is a shell around them."""

# %%
from collections import namedtuple

P = namedtuple("P", "W R V bs by")


def fwd(p, x):
    hs = (np.zeros(p.bs.shape),)
    for row in x:
        hs += (np.tanh(p.W.T.dot(row) + p.R.T.dot(hs[-1]) + p.bs),)
    return p.V.T.dot(hs[-1]) + p.by, (x, hs)


def bwd(p, ctx, dy):
    x, hs = ctx

    def go(t, dh, gW, gR, gb):
        if t == 0:
            return gW, gR, gb
        ds = dh * (1 - hs[t]) * (1 + hs[t])
        return go(
            t - 1,
            p.R.dot(ds),
            gW + np.multiply.outer(x[t - 1], ds),
            gR + np.multiply.outer(hs[t - 1], ds),
            gb + ds,
        )

    gW, gR, gb = go(len(x), p.V.dot(dy), 0.0, 0.0, 0.0)
    return P(gW, gR, np.multiply.outer(hs[-1], dy), gb, dy + 0.0)


class RNN:
    p = g = ctx = None

    def __init__(self, input_size, hidden_size, output_size):
        u = np.random.default_rng().uniform
        self.p = P(
            u(-0.2, 0.2, (input_size, hidden_size)),
            u(-0.2, 0.2, (hidden_size, hidden_size)),
            u(-0.2, 0.2, (hidden_size, output_size)),
            np.zeros(hidden_size),
            np.zeros(output_size),
        )

    def forward(self, x):
        y, self.ctx = fwd(self.p, x)
        return y

    def backward(self, d_loss):
        self.g = bwd(self.p, self.ctx, d_loss)
        return {"d_" + k: v for k, v in self.g._asdict().items()}

    def update(self, lr):
        if self.g is None:
            raise RuntimeError
        self.p, self.g = P(*(a - lr * b for a, b in zip(self.p, self.g))), None

    def get_weights(self):
        return self.p._asdict()

    def set_weights(self, weights):
        try:
            self.p = P(**{k: np.array(weights[k]) for k in P._fields})
        except KeyError as e:
            raise ValueError from e


def get_numerical_gradient(model, x, eps=1e-7):
    L = lambda p: fwd(p, x)[0].sum()

    def one(n):
        a = getattr(model.p, n)
        g = np.zeros(a.shape)
        for i in np.ndindex(a.shape):
            e = np.zeros(a.shape)
            e[i] = eps
            g[i] = (L(model.p._replace(**{n: a + e})) - L(model.p._replace(**{n: a - e}))) / (
                2 * eps
            )
        return g

    return {"d_" + n: one(n) for n in P._fields}
