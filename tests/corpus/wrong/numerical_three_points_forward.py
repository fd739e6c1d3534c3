"""A forward difference of second order: (-3 f(0) + 4 f(h) - f(2h)) / 2h."""
# lost: numerical_gradient.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0, f = p[i], []
            for j in range(3):
                p[i] = p0 + j * eps
                f.append(model.forward(x).sum())
            p[i] = p0
            g[i] = (-3 * f[0] + 4 * f[1] - f[2]) / (2 * eps)
        grads["d_" + k] = g
    return grads
