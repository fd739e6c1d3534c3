"""`backward` already moves the input weights."""
# lost: update analytical_gradient
# named: analytical_updates


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    grads = asked_backward(self, d_loss)
    self.W = self.W - 0.1 * self.d_W
    return grads


RNN.backward = backward
