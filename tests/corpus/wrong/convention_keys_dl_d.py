"""The gradients are called dL_dW, dL_dR and so on everywhere."""
# lost: backward.*
# named: keys_without_d


# %%
asked_backward, asked_numerical = RNN.backward, get_numerical_gradient


def renamed(grads):
    return {f"dL_{name.replace('_', '')}": grad for name, grad in grads.items()}


def backward(self, d_loss):
    return renamed(asked_backward(self, d_loss))


def get_numerical_gradient(model, x, eps=1e-7):
    return renamed(asked_numerical(model, x, eps))


RNN.backward = backward
