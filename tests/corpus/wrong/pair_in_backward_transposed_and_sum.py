"""The recurrent gradient is transposed and the hidden bias not summed."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: recurrent_gradient_transposed hidden_bias_not_summed


# %%
def backward(self, d_loss):
    self.d_W, self.d_R = np.zeros_like(self.W), np.zeros_like(self.R)
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    e = self.V @ d_loss
    for t in reversed(range(len(self.x))):
        d = e * (1 - self.a[t + 1] ** 2)
        self.d_W += np.outer(self.x[t], d); self.d_R += np.outer(d, self.a[t]); self.d_bs = d
        e = self.R @ d
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
RNN.backward = backward
