"""The gradient of the output weights is never filled in."""
# lost: backward.* gradient_check.*


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    grads = asked_backward(self, d_loss)
    self.d_V = grads["d_V"] = np.zeros_like(self.V)
    return grads


RNN.backward = backward
