"""Two faults: a one-sided quotient, and an analytical gradient of the mean."""
# lost: numerical_gradient.* analytical_gradient gradient_check.multi
# named: one_sided_quotient analytical_averages


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    base, grads = model.forward(x).sum(), {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 + eps
            g[i] = (model.forward(x).sum() - base) / eps
            p[i] = p0
        grads["d_" + k] = g
    return grads


def get_analytical_gradient(model, x):
    y = model.forward(x)
    return model.backward(np.ones(y.size) / y.size)
