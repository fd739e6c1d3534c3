"""Outputs as a list of arrays, the state as a list, more in dictionaries than asked for; prints."""


# %%
from time import time

reference_forward, reference_backward = forward, backward


def forward(params, x, state=None):
    print("forward", x.shape)
    y, (h, c), cache = reference_forward(params, x, state)
    return [y_t for y_t in y], [h, c], {"cache": cache, "started": time(), 7: "an odd key"}


def mean_squared_error(y, target):
    y = np.asarray(y)
    return np.square(y - target).mean(), (y - target) * (2.0 / target.size)


def backward(params, cache, d_y):
    grads, (d_h, d_c) = reference_backward(params, cache["cache"], d_y)
    grads["norm"] = sum(float((g**2).sum()) for g in grads.values()) ** 0.5
    return grads, [d_h, d_c]


def clip(grads, max_norm):
    names = [name for name in grads if name != "norm"]
    norm = float(np.sqrt(np.sum([np.sum(grads[name] ** 2) for name in names])))
    return {name: grads[name] * (max_norm / norm if norm > max_norm else 1) for name in names}, norm


def update(params, grads, lr):
    new = {}
    for name in ("W", "R", "bg", "V", "by"):
        new[name] = np.add(params[name], np.negative(np.multiply(lr, grads[name])))
    return new
