"""V is stored and used as (output, hidden), everywhere."""
# lost: initialisation


# %%
class RNN(RNN):
    def __init__(self, i, h, o):
        super().__init__(i, h, o)
        self.V = self.V.T.copy()
    def forward(self, x):
        self.x, self.a = x, [np.zeros(self.hidden_size)]
        for row in x:
            self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
        return self.V @ self.a[-1] + self.by
    def backward(self, d_loss):
        e, d = self.V.T @ d_loss, np.zeros((len(self.x), self.hidden_size))
        for t in range(len(self.x))[::-1]:
            d[t] = e * (1 - self.a[t + 1] ** 2)
            e = self.R @ d[t]
        self.d_W, self.d_R, self.d_V = self.x.T @ d, np.array(self.a[:-1]).T @ d, np.outer(d_loss, self.a[-1])
        self.d_bs, self.d_by = d.sum(0), np.array(d_loss)
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
