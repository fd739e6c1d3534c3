"""`backward` looks at a second time step, be there one or not."""
# lost: backward.* bias_gradients.*


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    assert self.x[1] is not None
    return asked_backward(self, d_loss)


RNN.backward = backward
