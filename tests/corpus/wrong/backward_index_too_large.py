"""The walk back looks at x[T]: an IndexError. No gradient comes, along which a step could go."""
# lost: backward.* bias_gradients.* update analytical_gradient gradient_check.*


# %%
def backward(self, d_loss):
    self.d_W, self.d_R, self.d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    e = self.V @ d_loss
    for t in range(len(self.x), 0, -1):
        d = e * (1 - self.a[t] ** 2)
        self.d_W += np.outer(self.x[t], d); self.d_R += np.outer(self.a[t - 1], d); self.d_bs += d
        e = self.R @ d
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
RNN.backward = backward
