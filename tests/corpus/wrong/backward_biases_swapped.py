"""The gradients of both biases are swapped."""
# lost: bias_gradients.* gradient_check.*


# %%
ob = RNN.backward
def backward(self, d_loss):
    g = ob(self, d_loss)
    return {**g, "d_bs": g["d_by"], "d_by": g["d_bs"]}
RNN.backward = backward
