"""The output bias has a gradient of ones, whatever the loss."""
# lost: bias_gradients.*
# named: output_bias_without_the_loss


# %%
def backward(self, d_loss):
    e, deltas = self.V @ d_loss, []
    for a in self.a[:0:-1]:
        deltas = [e * (1 - a**2), *deltas]
        e = self.R @ deltas[0]
    self.d_W = np.dot(np.transpose(self.x), deltas)
    self.d_R = np.dot(np.transpose(self.a[:-1]), deltas)
    self.d_V = np.outer(self.a[-1], d_loss)
    self.d_bs = np.sum(deltas, axis=0)
    self.d_by = np.ones(self.output_size)
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
