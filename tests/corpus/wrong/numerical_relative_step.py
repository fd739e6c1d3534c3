"""The step grows with the weight."""
# lost: numerical_gradient.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            h = eps * (1 + abs(p0))
            p[i] = p0 + h
            up = model.forward(x).sum()
            p[i] = p0 - h
            g[i] = (up - model.forward(x).sum()) / (2 * h)
            p[i] = p0
        grads["d_" + k] = g
    return grads
