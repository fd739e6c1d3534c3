"""A helper with one loop over a flat view; the distance is taken for eps."""
# lost: numerical_gradient.* gradient_check.*
# named: quotient_without_two


# %%
def slope(loss, cell, i, eps):
    cell[i] += eps
    up = loss()
    cell[i] -= 2 * eps
    down = loss()
    cell[i] += eps
    return (up - down) / eps


def get_numerical_gradient(model, x, eps=1e-7):
    result = {}
    for name in ["W", "R", "V", "bs", "by"]:
        p = getattr(model, name)
        loss = lambda: np.sum(model.forward(x))
        result[f"d_{name}"] = np.array([slope(loss, p.reshape(-1), i, eps) for i in range(p.size)]).reshape(p.shape)
    return result
