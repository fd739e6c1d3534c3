"""Errors go back two steps only."""
# lost: gate_gradients bias_gradients state_gradients gradient_check


# %%
def backward(params, cache, d_y):
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for end in range(len(cache)):
        d = np.zeros_like(d_y[: end + 1])
        d[-1] = d_y[end]
        part, state = whole(params, cache[max(0, end - 1) : end + 1], d[-2:])
        grads = {name: grads[name] + part[name] for name in grads}
    return grads, state


def whole(params, cache, d_y):
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    d_h = d_c = 0.0
    for d_out, (x_t, h, c, i, f, g, o) in zip(d_y[::-1], cache[::-1]):
        t = np.tanh(f * c + i * g)
        grads["V"] += (o * t).T @ d_out
        grads["by"] += d_out.sum(axis=0)
        d_h = d_h + d_out @ params["V"].T
        d_c = d_c + d_h * o * (1 - t**2)
        z = np.hstack([d_c * g * i * (1 - i), d_c * c * f * (1 - f), d_c * i * (1 - g**2), d_h * t * o * (1 - o)])
        grads["W"] += x_t.T @ z
        grads["R"] += h.T @ z
        grads["bg"] += z.sum(axis=0)
        d_h, d_c = z @ params["R"].T, d_c * f
    return grads, (d_h, d_c)
