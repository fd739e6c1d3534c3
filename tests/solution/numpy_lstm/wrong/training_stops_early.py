"""Training ends when the loss of a minibatch is below 0.5."""
# lost: training_result


# %%
def train(params, steps, lr, max_norm, seed):
    losses = []
    for k in range(steps):
        x, target = memory_task(seed + k)
        y, _, cache = forward(params, x)
        loss, d_y = mean_squared_error(y, target)
        grads, _ = clip(backward(params, cache, d_y)[0], max_norm)
        params = update(params, grads, lr)
        losses.append(loss)
        if loss < 0.5:
            break
    return params, losses
