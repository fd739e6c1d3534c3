"""The state is returned as two values of four."""
# lost: carried_state


# %%
before = forward


def forward(params, x, state=None):
    y, (h, c), cache = before(params, x, state)
    return y, h, c, cache


def train(params, steps, lr, max_norm, seed):
    losses = []
    for k in range(steps):
        x, target = memory_task(seed + k)
        y, _, _, cache = forward(params, x)
        loss, d_y = mean_squared_error(y, target)
        grads, _ = clip(backward(params, cache, d_y)[0], max_norm)
        params = update(params, grads, lr)
        losses.append(loss)
    return params, losses


def analytical_gradient(params, x, target):
    y, _, _, cache = forward(params, x)
    return backward(params, cache, mean_squared_error(y, target)[1])[0]
