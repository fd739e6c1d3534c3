"""A whole matrix is nudged at once."""
# lost: numerical_gradient.* gradient_check.*
# named: all_entries_at_once


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    g = {}
    for n in ("W", "R", "V", "bs", "by"):
        kept = getattr(model, n)
        setattr(model, n, kept + eps); above = model.forward(x).sum()
        setattr(model, n, kept - eps); below = model.forward(x).sum()
        setattr(model, n, kept)
        g["d_" + n] = np.full_like(kept, (above - below) / (2 * eps))
    return g
