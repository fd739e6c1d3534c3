"""The gradients come as a tuple, without names."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    return tuple(asked_backward(self, d_loss).values())


RNN.backward = backward
