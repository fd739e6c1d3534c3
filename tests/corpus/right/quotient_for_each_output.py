"""The quotient is taken for each output and each nudge put back by try and finally."""


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    result = {}
    for name in ("by", "bs", "V", "R", "W"):
        p = getattr(model, name)
        jac = np.zeros(p.shape + (len(model.by),))
        for i, _ in np.ndenumerate(p):
            saved = p[i]
            try:
                p[i] += eps
                up = model.forward(x).copy()
                p[i] -= 2 * eps
                jac[i] = (up - model.forward(x)) / (2 * eps)
            finally:
                p[i] = saved
        result["d_" + name] = jac.sum(axis=-1)
    return result
