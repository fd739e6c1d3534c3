"""`backward` returns the gradients of the parameters alone."""
# lost: state_gradients


# %%
before = backward


def backward(params, cache, d_y):
    return before(params, cache, d_y)[0]


def train(params, steps, lr, max_norm, seed):
    losses = []
    for k in range(steps):
        x, target = memory_task(seed + k)
        y, _, cache = forward(params, x)
        loss, d_y = mean_squared_error(y, target)
        grads, _ = clip(backward(params, cache, d_y), max_norm)
        params = update(params, grads, lr)
        losses.append(loss)
    return params, losses


def analytical_gradient(params, x, target):
    y, _, cache = forward(params, x)
    return backward(params, cache, mean_squared_error(y, target)[1])
