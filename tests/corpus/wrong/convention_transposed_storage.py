"""All weights are stored as (to, from), the gradients too; everything is right that way."""
# lost: initialisation


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.W, self.R, self.V = self.W.T.copy(), self.R.T.copy(), self.V.T.copy()

    def forward(self, x):
        self.x, self.a = x, [np.zeros(self.hidden_size)]
        for row in x:
            self.a.append(np.tanh(self.W @ row + self.R @ self.a[-1] + self.bs))
        return self.V @ self.a[-1] + self.by

    def backward(self, d_loss):
        e, d = self.V.T @ d_loss, np.zeros((len(self.x), self.hidden_size))
        for t in range(len(self.x))[::-1]:
            d[t] = e * (1 - self.a[t + 1] ** 2)
            e = self.R.T @ d[t]
        self.d_W, self.d_R, self.d_V = d.T @ self.x, d.T @ np.array(self.a[:-1]), np.outer(d_loss, self.a[-1])
        self.d_bs, self.d_by = d.sum(0), d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
