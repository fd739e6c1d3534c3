"""The gradient of the input weights has its axes swapped."""
# lost: backward.* gradient_check.*


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    grads = asked_backward(self, d_loss)
    self.d_W = grads["d_W"] = grads["d_W"].T
    return grads


RNN.backward = backward
