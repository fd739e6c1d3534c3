"""The output weights get the state before the last."""
# lost: backward.* gradient_check.*
# named: output_weights_with_the_state_before


# %%
class RNN(RNN):
    def forward(self, x):
        h = np.zeros((self.hidden_size, 1))
        self.cache = []
        for x_t in x:
            previous, h = h, np.tanh(self.W.T @ x_t[:, None] + self.R.T @ h + self.bs[:, None])
            self.cache.append((x_t[:, None], previous, h))
        return (self.V.T @ h).ravel() + self.by

    def backward(self, d_loss):
        self.d_V = self.cache[-1][1] @ d_loss[None, :]
        self.d_by = d_loss.copy()
        self.d_W, self.d_R, d_bs = np.zeros_like(self.W), np.zeros_like(self.R), 0
        e = self.V @ d_loss[:, None]
        for x_t, previous, h in reversed(self.cache):
            e = e * (1 - h**2)
            self.d_W += x_t @ e.T
            self.d_R += previous @ e.T
            d_bs = d_bs + e
            e = self.R @ e
        self.d_bs = d_bs.ravel()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
