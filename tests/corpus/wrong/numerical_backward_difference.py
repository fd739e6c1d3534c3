"""One-sided: the plain loss minus the one a step below."""
# lost: numerical_gradient.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    here, out = model.forward(x).sum(), {}
    for k, p in model.get_weights().items():
        out["d_" + k] = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 - eps
            out["d_" + k][i] = (here - model.forward(x).sum()) / eps
            p[i] = p0
    return out
