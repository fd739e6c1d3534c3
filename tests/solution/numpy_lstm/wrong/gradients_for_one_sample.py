"""The gradients of the gates are means over the minibatch."""
# lost: gate_gradients bias_gradients gradient_check
# named: gate_bias_averaged


# %%
right_backward = backward


def backward(params, cache, d_y):
    grads, state = right_backward(params, cache, d_y)
    mean = {k: grads[k] / d_y.shape[1] for k in ("W", "R", "bg")}
    return {**grads, **mean}, state
