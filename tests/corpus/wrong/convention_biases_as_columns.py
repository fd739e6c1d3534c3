"""Both biases are stored as columns and have gradients of that shape; the outputs are flat."""
# lost: initialisation


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.bs, self.by = np.zeros((hidden_size, 1)), np.zeros((output_size, 1))

    def forward(self, x):
        self.x, self.a = x, [np.zeros((self.hidden_size, 1))]
        for row in x:
            self.a.append(np.tanh(self.W.T @ row[:, None] + self.R.T @ self.a[-1] + self.bs))
        return (self.V.T @ self.a[-1] + self.by).ravel()

    def backward(self, d_loss):
        d_loss = d_loss.reshape(-1, 1)
        self.d_W, self.d_R, self.d_bs = 0 * self.W, 0 * self.R, 0 * self.bs
        e = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            e = e * (1 - self.a[t] ** 2)
            self.d_W += self.x[t - 1][:, None] @ e.T
            self.d_R += self.a[t - 1] @ e.T
            self.d_bs += e
            e = self.R @ e
        self.d_V, self.d_by = self.a[-1] @ d_loss.T, d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
