"""The gradient of the output bias is counted once for every time step."""
# lost: bias_gradients.* gradient_check.*


# %%
once_only = RNN.backward


def backward(self, d_loss):
    grads = once_only(self, d_loss)
    self.d_by = sum(d_loss for _ in self.x)
    grads["d_by"] = self.d_by
    return grads


RNN.backward = backward
