"""A context manager nudges; a class with __call__ evaluates; the functions delegate; model.loss helper."""

# %%
from contextlib import contextmanager


class Loss:
    def __init__(self, model, x):
        self.model, self.x = model, x

    def __call__(self):
        return self.model.forward(self.x) @ np.ones(len(self.model.by))


@contextmanager
def nudged(array, where, by):
    old = array[where].copy()
    array[where] = old + by
    try:
        yield
    finally:
        array[where] = old


def get_numerical_gradient(model, x, eps=1e-7):
    loss, grads = Loss(model, x), {}
    for k in "W R V bs by".split():
        p = model.__dict__[k]

        def slope(*where):
            with nudged(p, where, +eps):
                hi = loss()
            with nudged(p, where, -eps):
                lo = loss()
            return (hi - lo) / (eps + eps)

        grads["d_" + k] = np.array([slope(*ix) for ix in np.ndindex(p.shape)]).reshape(p.shape)
    return grads
