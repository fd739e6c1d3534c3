"""The gradient of the recurrent weights is never computed."""
# lost: backward.* gradient_check.*


# %%
ob = RNN.backward
def backward(self, d_loss):
    g = ob(self, d_loss)
    del g["d_R"]
    self.d_R = None
    return g
RNN.backward = backward
