"""1 - a instead of 1 - a², in a helper."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: tanh_derivative_without_square


# %%
def d_tanh(a):
    return 1 - a


class RNN(RNN):
    def forward(self, x):
        self.seq, self.hid = x, np.zeros((len(x) + 1, self.hidden_size))
        for t in range(1, len(x) + 1):
            self.hid[t] = np.tanh(x[t - 1] @ self.W + self.hid[t - 1] @ self.R + self.bs)
        return self.hid[-1] @ self.V + self.by

    def backward(self, d_loss):
        self.d_W, self.d_R, self.d_bs = 0 * self.W, 0 * self.R, 0 * self.bs
        e = self.V.dot(d_loss)
        t = len(self.seq)
        while t > 0:
            e = e * d_tanh(self.hid[t])
            self.d_W = self.d_W + np.outer(self.seq[t - 1], e)
            self.d_R = self.d_R + np.outer(self.hid[t - 1], e)
            self.d_bs = self.d_bs + e
            e = self.R.dot(e)
            t -= 1
        self.d_V, self.d_by = np.outer(self.hid[-1], d_loss), d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
