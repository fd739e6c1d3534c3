"""Parameters and gradients as one long vector: clipping, updating and quotients."""


# %%
def pack(arrays):
    return np.concatenate([arrays[k].ravel() for k in sorted(arrays)])


def unpack(vector, like):
    out, at = {}, 0
    for k in sorted(like):
        out[k] = vector[at : at + like[k].size].reshape(like[k].shape)
        at += like[k].size
    return out


def clip(grads, max_norm):
    v = pack(grads)
    norm = np.linalg.norm(v)
    if norm > max_norm:
        v = v * (max_norm / norm)
    return unpack(v, grads), norm


def update(params, grads, lr):
    return unpack(pack(params) - lr * pack(grads), params)


def numerical_gradient(params, x, target, eps=1e-5):
    v = pack(params)

    def f(u):
        return mean_squared_error(forward(unpack(u, params), x)[0], target)[0]

    return unpack(np.array([(f(v + eps * e) - f(v - eps * e)) / (2 * eps) for e in np.eye(len(v))]), params)


def mean_squared_error(y, target):
    r = (y - target).ravel()
    return np.dot(r, r) / r.size, (2 / r.size * r).reshape(y.shape)
