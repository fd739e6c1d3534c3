"""Both sides are nudged in the same array."""
# lost: numerical_gradient.* gradient_check.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    g = {}
    for n, p in model.get_weights().items():
        d = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            plus, minus = p, p
            plus[i] += eps
            minus[i] -= eps
            model.set_weights({**model.get_weights(), n: plus}); above = model.forward(x).sum()
            model.set_weights({**model.get_weights(), n: minus}); below = model.forward(x).sum()
            d[i] = (above - below) / (2 * eps)
        g["d_" + n] = d
    return g
