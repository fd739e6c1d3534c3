"""`backward` takes the gradient of the loss for a single number."""
# lost: backward.multi bias_gradients.multi gradient_check.multi


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    return asked_backward(self, np.array([d_loss.item()]))


RNN.backward = backward
