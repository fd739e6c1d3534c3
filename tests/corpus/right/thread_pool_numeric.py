"""Numeric gradient on deep copies in a thread pool."""

# %%
import copy
from concurrent.futures import ThreadPoolExecutor


def get_numerical_gradient(model, x, eps=1e-7):
    def of(name):
        m = copy.deepcopy(model)
        p = getattr(m, name)
        g = np.zeros_like(p)
        for i in np.ndindex(p.shape):
            k = p[i]
            p[i] = k + eps
            a = m.forward(x).sum()
            p[i] = k - eps
            b = m.forward(x).sum()
            p[i] = k
            g[i] = (a - b) / (2 * eps)
        return g

    names = list(model.get_weights())
    with ThreadPoolExecutor(2) as pool:
        return {"d_" + n: g for n, g in zip(names, pool.map(of, names))}
