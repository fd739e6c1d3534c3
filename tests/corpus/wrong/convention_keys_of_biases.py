"""The gradients of the biases are called d_b_s and d_b_y everywhere."""
# lost: bias_gradients.*


# %%
asked_backward, asked_numerical = RNN.backward, get_numerical_gradient


def renamed(grads):
    return {name.replace("_b", "_b_"): grad for name, grad in grads.items()}


def backward(self, d_loss):
    return renamed(asked_backward(self, d_loss))


def get_numerical_gradient(model, x, eps=1e-7):
    return renamed(asked_numerical(model, x, eps))


RNN.backward = backward
