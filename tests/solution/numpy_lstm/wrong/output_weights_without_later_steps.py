"""The gradient of V sees the last time step only."""
# lost: output_gradients gradient_check


# %%
right_backward = backward


def backward(params, cache, d_y):
    grads, state = right_backward(params, cache, d_y)
    x_t, h, c, i, f, g, o = cache[-1]
    return {**grads, "V": (o * np.tanh(f * c + i * g)).T @ d_y[-1]}, state
