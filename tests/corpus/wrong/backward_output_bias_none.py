"""The gradient of the output bias stays None."""
# lost: bias_gradients.* gradient_check.*


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    grads = asked_backward(self, d_loss)
    self.d_by = grads["d_by"] = None
    return grads


RNN.backward = backward
