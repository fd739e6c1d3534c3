"""The error comes in at every step, and the step goes uphill."""
# lost: backward.* bias_gradients.* gradient_check.* update
# named: error_comes_in_at_every_step update_ascends


# %%
def backward(self, d_loss):
    self.d_W, self.d_R, self.d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    d_next = 0
    for t in reversed(range(len(self.x))):
        d = (self.V @ d_loss + d_next) * (1 - self.a[t + 1] ** 2)
        self.d_W += np.outer(self.x[t], d); self.d_R += np.outer(self.a[t], d); self.d_bs += d
        d_next = self.R @ d
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
def update(self, lr):
    if self.d_W is None: raise RuntimeError("x")
    for n in ("W", "R", "V", "bs", "by"): setattr(self, n, getattr(self, n) + lr * getattr(self, "d_" + n))
    self._reset()
RNN.backward, RNN.update = backward, update
