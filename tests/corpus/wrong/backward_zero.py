"""All gradients stay zero: what the loop computes is not added."""
# lost: backward.* bias_gradients.* gradient_check.* analytical_gradient update


# %%
def backward(self, d_loss):
    for p in ("W", "R", "V", "bs", "by"):
        setattr(self, "d_" + p, np.zeros_like(getattr(self, p)))
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
