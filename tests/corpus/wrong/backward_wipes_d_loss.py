"""The gradient of the output bias is the caller's array, which is set to zero at the end."""
# lost: bias_gradients.* gradient_check.*


# %%
def backward(self, d_loss):
    self.d_W, self.d_R, self.d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
    self.d_V = np.outer(self.a[-1], d_loss)
    e = self.V @ d_loss
    self.d_by = d_loss
    for t in reversed(range(len(self.x))):
        d = e * (1 - self.a[t + 1] ** 2)
        self.d_W += np.outer(self.x[t], d); self.d_R += np.outer(self.a[t], d); self.d_bs += d
        e = self.R @ d
    d_loss *= 0
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
RNN.backward = backward
