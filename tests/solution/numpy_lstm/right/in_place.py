"""Changes what it is given and gives it back."""


# %%
def clip(grads, max_norm):
    norm = 0.0
    for grad in grads.values():
        norm += (grad**2).sum()
    norm **= 0.5
    if norm > max_norm:
        for name in grads:
            grads[name] *= max_norm / norm
    return grads, norm


def update(params, grads, lr):
    for name in params:
        params[name] -= lr * grads[name]
    return params


def train(params, steps, lr, max_norm, seed):
    params = {name: value.copy() for name, value in params.items()}
    losses = np.zeros(steps)
    k = 0
    while k < steps:
        batch = memory_task(k + seed)
        y, state, cache = forward(params, batch[0], None)
        losses[k], d = mean_squared_error(y, batch[1])
        update(params, clip(backward(params, cache, d)[0], max_norm)[0], lr)
        k += 1
    return params, losses


def numerical_gradient(params, x, target, eps=1e-5):
    grads = {}
    for name, p in params.items():
        grads[name] = np.zeros(p.shape)
        flat, out = p.reshape(-1), grads[name].reshape(-1)
        for k in range(flat.size):
            flat[k] += eps
            up = mean_squared_error(forward(params, x)[0], target)[0]
            flat[k] -= 2 * eps
            down = mean_squared_error(forward(params, x)[0], target)[0]
            flat[k] += eps
            out[k] = (up - down) / 2 / eps
    return grads
