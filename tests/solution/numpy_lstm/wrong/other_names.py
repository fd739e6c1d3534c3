"""The gradients are called dW for W, throughout."""
# lost: gate_gradients


# %%
right_backward, right_numerical = backward, numerical_gradient


def backward(params, cache, d_y):
    grads, state = right_backward(params, cache, d_y)
    return {f"d{k}": v for k, v in grads.items()}, state


def numerical_gradient(params, x, target, eps=1e-5):
    return {f"d{k}": v for k, v in right_numerical(params, x, target, eps).items()}


def update(params, grads, lr):
    return {k: v - lr * grads[f"d{k}" if f"d{k}" in grads else k] for k, v in params.items()}
