"""Rectified linear units in both passes."""
# lost: forward.*


# %%
class RNN(RNN):
    def forward(self, x):
        self.x, self.a = x, np.zeros((x.shape[0] + 1, self.hidden_size))
        for t in range(x.shape[0]):
            self.a[t + 1] = np.maximum(x[t] @ self.W + self.a[t] @ self.R + self.bs, 0)
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        d_h = self.V @ d_loss
        self.d_W, self.d_R, self.d_bs = [np.zeros_like(p) for p in (self.W, self.R, self.bs)]
        for t in range(self.x.shape[0])[::-1]:
            d_z = d_h * (self.a[t + 1] > 0)
            self.d_W += self.x[t][:, None] * d_z
            self.d_R += self.a[t][:, None] * d_z
            self.d_bs += d_z
            d_h = self.R @ d_z
        self.d_V, self.d_by = self.a[-1][:, None] * d_loss, d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
