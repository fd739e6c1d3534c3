"""A whole class whose loop ends one element early, in both passes."""
# lost: forward.*
# named: last_step_not_read


# %%
class RNN(RNN):
    def forward(self, x):
        self.x, self.a = x, [np.zeros(self.hidden_size)]
        for t in range(len(x) - 1):
            self.a.append(np.tanh(x[t] @ self.W + self.a[t] @ self.R + self.bs))
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        d_W, d_R, d_bs = np.zeros(self.W.shape), np.zeros(self.R.shape), np.zeros(self.bs.shape)
        d_h = d_loss @ self.V.T
        for t in reversed(range(len(self.a) - 1)):
            d_z = d_h - d_h * self.a[t + 1] ** 2
            d_W += np.outer(self.x[t], d_z)
            d_R += np.outer(self.a[t], d_z)
            d_bs += d_z
            d_h = d_z @ self.R.T
        self.d_W, self.d_R, self.d_bs = d_W, d_R, d_bs
        self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
        return {"d_W": d_W, "d_R": d_R, "d_V": self.d_V, "d_bs": d_bs, "d_by": self.d_by}
