"""Numerical: all upper losses first, then all lower ones, then subtract."""


# %%
def losses(model, x, name, step):
    keep = getattr(model, name)
    out = []
    for k in range(keep.size):
        e = np.zeros(keep.size)
        e[k] = step
        setattr(model, name, keep + e.reshape(keep.shape))
        out.append(model.forward(x).sum())
    setattr(model, name, keep)
    return np.array(out).reshape(keep.shape)


def get_numerical_gradient(model, x, eps=1e-7):
    return {
        "d_" + n: (losses(model, x, n, eps) - losses(model, x, n, -eps)) / (2 * eps)
        for n in model.get_weights()
    }
