"""After both nudges the weight stays a step below."""
# lost: numerical_gradient.* gradient_check.*
# named: weights_not_put_back


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g, flat = np.zeros(p.size), p.ravel()
        for i in range(p.size):
            flat[i] += eps
            g[i] += model.forward(x).sum()
            flat[i] -= 2 * eps
            g[i] -= model.forward(x).sum()
        grads["d_" + k] = g.reshape(p.shape) / (2 * eps)
    return grads
