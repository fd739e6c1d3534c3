"""np.nditer with readwrite flags; numeric on setattr'd attributes; rel. step rounding trick."""

# %%
PARAMS = ["W", "R", "V", "bs", "by"]


def get_numerical_gradient(model, x, eps=1e-7):
    out = {}
    for p in PARAMS:
        theta = getattr(model, p)
        g = np.zeros_like(theta)
        it = np.nditer(theta, flags=["multi_index"], op_flags=["readwrite"])
        while not it.finished:
            ix = it.multi_index
            old = theta[ix]
            hi = old + eps
            lo = old - eps
            theta[ix] = hi
            f1 = np.sum(model.forward(x))
            theta[ix] = lo
            f2 = np.sum(model.forward(x))
            theta[ix] = old
            g[ix] = (f1 - f2) / (hi - lo)
            it.iternext()
        out["d_" + p] = g
    return out
