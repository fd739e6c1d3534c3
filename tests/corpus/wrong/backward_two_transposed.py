"""The gradients of W and V lie the wrong way round."""
# lost: backward.* gradient_check.*


# %%
ob = RNN.backward
def backward(self, d_loss):
    g = ob(self, d_loss)
    g["d_W"] = self.d_W = self.d_W.T
    g["d_V"] = self.d_V = self.d_V.T
    return g
RNN.backward = backward
