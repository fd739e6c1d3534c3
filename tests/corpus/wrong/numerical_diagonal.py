"""One index for rows and columns: the quotients off the diagonal stay zero."""
# lost: numerical_gradient.* gradient_check.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i in range(min(p.shape)):
            where = (i,) * p.ndim
            p0 = p[where]
            p[where] = p0 + eps
            up = model.forward(x).sum()
            p[where] = p0 - eps
            down = model.forward(x).sum()
            p[where] = p0
            g[where] = (up - down) / (2 * eps)
        grads["d_" + k] = g
    return grads
