"""The biases are stored as (1, n), and so are their gradients."""
# lost: initialisation


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.bs, self.by = self.bs[np.newaxis], self.by[np.newaxis]

    def forward(self, x):
        self.x, self.a = x, [np.zeros(self.hidden_size)]
        for row in x:
            self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs[0]))
        return self.a[-1] @ self.V + self.by[0]

    def backward(self, d_loss):
        e, d = self.V @ d_loss, np.zeros((len(self.x), self.hidden_size))
        for t in range(len(self.x))[::-1]:
            d[t] = e * (1 - self.a[t + 1] ** 2)
            e = self.R @ d[t]
        self.d_W, self.d_R, self.d_V = self.x.T @ d, np.array(self.a[:-1]).T @ d, np.outer(self.a[-1], d_loss)
        self.d_bs, self.d_by = d.sum(0, keepdims=True), d_loss[np.newaxis]
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
