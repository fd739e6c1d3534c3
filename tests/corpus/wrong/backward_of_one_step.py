"""No walk back through time at all."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: only_the_last_step


# %%
def backward(self, d_loss):
    delta = (self.V @ d_loss) * (1 - self.a[-1] ** 2)
    self.d_W = np.outer(self.x[-1], delta)
    self.d_R = np.outer(self.a[-2], delta)
    self.d_V = np.outer(self.a[-1], d_loss)
    self.d_bs, self.d_by = delta, d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
