"""Analytical gradient: sum over unit vectors for each output, on a deep copy; without using y."""

# %%
import copy


def get_analytical_gradient(model, x):
    m = copy.deepcopy(model)
    total = None
    for e in np.eye(m.V.shape[1]):
        m.forward(x)
        g = m.backward(e)
        total = (
            {k: v.copy() for k, v in g.items()}
            if total is None
            else {k: total[k] + g[k] for k in g}
        )
    return total
