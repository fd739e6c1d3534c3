"""+= eps, -= 2 eps, += eps: leaves rounding in the weights."""


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for name, p in model.get_weights().items():
        flat = p.reshape(-1)
        g = np.empty(flat.size)
        for i in range(flat.size):
            flat[i] += eps
            up = model.forward(x)
            flat[i] -= 2 * eps
            down = model.forward(x)
            flat[i] += eps
            g[i] = np.sum((up - down) / (2 * eps))
        grads["d_" + name] = g.reshape(p.shape)
    return grads
