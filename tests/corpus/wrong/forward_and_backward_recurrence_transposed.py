"""R is applied from the wrong side in both passes, so that they agree with each other."""
# lost: forward.*
# named: recurrence_transposed_throughout


# %%
class RNN(RNN):
    def forward(self, x):
        self.x, self.a = x, np.zeros((len(x) + 1, self.hidden_size))
        for t in range(len(x)):
            self.a[t + 1] = np.tanh(x[t] @ self.W + self.R @ self.a[t] + self.bs)
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        deltas = np.zeros_like(self.a)
        back = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            deltas[t] = back * (1 - self.a[t] ** 2)
            back = deltas[t] @ self.R
        self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
        self.d_W = self.x.T @ deltas[1:]
        self.d_R = deltas[1:].T @ self.a[:-1]
        self.d_bs = deltas.sum(axis=0)
        return {n: getattr(self, n) for n in ("d_W", "d_R", "d_V", "d_bs", "d_by")}
