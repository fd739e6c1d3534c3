"""The second point is the value itself; divided is by twice the step."""
# lost: numerical_gradient.* gradient_check.*
# named: quotient_of_half_the_distance


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    g = {}
    for n, p in model.get_weights().items():
        d = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            p[i] += eps
            above = model.forward(x).sum()
            p[i] -= eps
            below = model.forward(x).sum()
            d[i] = (above - below) / (2 * eps)
        g["d_" + n] = d
    return g
