"""get_weights gives read-only views; forward returns read-only; numeric by set_weights of copies."""


# %%
class RNN(RNN):
    def get_weights(self):
        out = {}
        for k in ("W", "R", "V", "bs", "by"):
            v = getattr(self, k).view()
            v.flags.writeable = False
            out[k] = v
        return out

    def forward(self, x):
        y = super().forward(x).copy()
        y.setflags(write=False)
        return y


def get_numerical_gradient(model, x, eps=1e-7):
    base = {k: v.copy() for k, v in model.get_weights().items()}
    out = {}
    for k in base:
        g = np.full(base[k].shape, np.nan)
        for ix in np.ndindex(base[k].shape):
            vals = []
            for s in (+1, -1):
                w = {n: v.copy() for n, v in base.items()}
                w[k][ix] += s * eps
                model.set_weights(w)
                vals.append(model.forward(x).sum())
            g[ix] = (vals[0] - vals[1]) / (2 * eps)
        out[f"d_{k}"] = g
    model.set_weights(base)
    return out
