"""The sums start in `__init__` only."""
# lost: backward.* bias_gradients.*
# named: gradients_pile_up


# %%
class RNN(RNN):
    def _reset(self):
        self.x = self.a = self.d_W = self.d_R = self.d_V = self.d_bs = self.d_by = None
        self.sums = None

    def backward(self, d_loss):
        if self.sums is None:
            self.sums = [np.zeros_like(p) for p in (self.W, self.R, self.bs)]
        e = self.V @ d_loss
        for t in range(len(self.x) - 1, -1, -1):
            e = e * (1 - self.a[t + 1] ** 2)
            self.sums[0] += np.outer(self.x[t], e)
            self.sums[1] += np.outer(self.a[t], e)
            self.sums[2] += e
            e = self.R @ e
        self.d_W, self.d_R, self.d_bs = self.sums
        self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
