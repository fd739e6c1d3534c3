"""A whole class whose loss gradient enters with a minus."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: gradients_negated


# %%
class RNN(RNN):
    def forward(self, x):
        self.x, self.s = x, np.zeros((len(x) + 1, self.hidden_size))
        for t, x_t in enumerate(x):
            self.s[t + 1] = np.tanh(x_t @ self.W + self.s[t] @ self.R + self.bs)
        return self.s[len(x)] @ self.V + self.by

    def backward(self, d_loss):
        d_V, d_by = -self.s[-1][:, None] @ d_loss[None], -d_loss
        d_W, d_R, d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        e = -d_loss @ self.V.T
        for t in range(len(self.x), 0, -1):
            e *= 1 - self.s[t] ** 2
            d_W += self.x[t - 1][:, None] @ e[None]
            d_R += self.s[t - 1][:, None] @ e[None]
            d_bs += e
            e = e @ self.R.T
        self.d_W, self.d_R, self.d_V, self.d_bs, self.d_by = d_W, d_R, d_V, d_bs, d_by
        return {"d_W": d_W, "d_R": d_R, "d_V": d_V, "d_bs": d_bs, "d_by": d_by}
