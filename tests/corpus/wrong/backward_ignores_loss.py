"""`backward` starts from ones, whatever it is given."""
# lost: backward.* bias_gradients.*
# named: loss_ignored


# %%
given = RNN.backward


def backward(self, d_loss):
    return given(self, np.ones(self.output_size))


RNN.backward = backward
