"""The gradients are called dW, dR, dV, dbs, dby everywhere."""
# lost: backward.*
# named: keys_without_d


# %%
asked_backward, asked_numerical = RNN.backward, get_numerical_gradient


def renamed(grads):
    return {k.replace("_", ""): g for k, g in grads.items()}


def backward(self, d_loss):
    return renamed(asked_backward(self, d_loss))


def get_numerical_gradient(model, x, eps=1e-7):
    return renamed(asked_numerical(model, x, eps))


RNN.backward = backward
