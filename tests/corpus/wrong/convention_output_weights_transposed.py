"""V is stored as (output, hidden), the rest as asked."""
# lost: initialisation


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.V = np.random.uniform(-0.2, 0.2, (output_size, hidden_size))

    def forward(self, x):
        self.x, h = x, np.zeros(self.hidden_size)
        self.a = [h]
        for row in x:
            h = np.tanh(self.W.T @ row + self.R.T @ h + self.bs)
            self.a.append(h)
        return self.V @ h + self.by

    def backward(self, d_loss):
        e, d = d_loss @ self.V, np.zeros((len(self.x), self.hidden_size))
        for t in range(len(self.x))[::-1]:
            d[t] = e * (1 - self.a[t + 1] ** 2)
            e = self.R @ d[t]
        self.d_W, self.d_R, self.d_V = self.x.T @ d, np.array(self.a[:-1]).T @ d, np.outer(d_loss, self.a[-1])
        self.d_bs, self.d_by = d.sum(0), d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
