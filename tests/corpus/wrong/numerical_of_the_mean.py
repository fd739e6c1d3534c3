"""The numerical gradient is that of the mean of the outputs."""
# lost: numerical_gradient.multi gradient_check.multi


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    g = {}
    for n, p in model.get_weights().items():
        d = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            k = p[i]
            p[i] = k + eps; a = model.forward(x).mean()
            p[i] = k - eps; b = model.forward(x).mean()
            p[i] = k
            d[i] = (a - b) / (2 * eps)
        g["d_" + n] = d
    return g
