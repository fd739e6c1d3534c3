"""d_by is a number of Python's for one output neuron, in place of an array of one."""
# lost: bias_gradients.single


# %%
asked_backward = RNN.backward


def backward(self, d_loss):
    found = asked_backward(self, d_loss)
    return {**found, "d_by": float(d_loss[0])} if len(d_loss) == 1 else found


RNN.backward = backward
