"""The recurrence takes the state before the tanh, forwards and backwards."""
# lost: forward.*
# named: recurrence_before_activation_throughout


# %%
class RNN(RNN):
    def forward(self, x):
        self.x, self.s = x, [np.zeros(self.hidden_size)]
        for r in x:
            self.s.append(r @ self.W + self.s[-1] @ self.R + self.bs)
        self.a = np.tanh(self.s[-1])
        return self.a @ self.V + self.by
    def backward(self, d_loss):
        d = (self.V @ d_loss) * (1 - self.a**2)
        self.d_V, self.d_by = np.outer(self.a, d_loss), d_loss.copy()
        self.d_W, self.d_R, self.d_bs = 0 * self.W, 0 * self.R, 0 * self.bs
        for t in range(len(self.x))[::-1]:
            self.d_W += np.outer(self.x[t], d); self.d_R += np.outer(self.s[t], d); self.d_bs += d
            d = self.R @ d
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
