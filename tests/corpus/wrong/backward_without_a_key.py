"""`backward` computes d_R and does not return it."""
# lost: backward.* gradient_check.*


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    grads = asked_backward(self, d_loss)
    del grads["d_R"]
    return grads


RNN.backward = backward
