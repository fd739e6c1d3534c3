"""The step is set to 1e-6 inside."""
# lost: numerical_gradient.*
# named: quotient_with_a_step_of_its_own


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    delta = 1e-6
    gradients = {}
    for k, p in model.get_weights().items():
        g = gradients["d_" + k] = np.empty(p.shape)
        for i, p0 in np.ndenumerate(p.copy()):
            p[i] = p0 + delta
            g[i] = model.forward(x).sum()
            p[i] = p0 - delta
            g[i] -= model.forward(x).sum()
            p[i] = p0
        g /= 2 * delta
    return gradients
