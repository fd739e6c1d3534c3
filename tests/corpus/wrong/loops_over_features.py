"""A whole class whose loops run over `x.shape[1]`."""
# lost: forward.*
# named: counts_features


# %%
class RNN(RNN):
    def forward(self, x):
        h = np.zeros(self.hidden_size)
        self.x, self.hs = x, {-1: h}
        for t in range(x.shape[1]):
            h = np.tanh(x[t] @ self.W + h @ self.R + self.bs)
            self.hs[t] = h
        return h @ self.V + self.by

    def backward(self, d_loss):
        T = self.x.shape[1]
        self.d_W, self.d_R, self.d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        self.d_V = self.hs[T - 1].reshape(-1, 1) @ d_loss.reshape(1, -1)
        self.d_by = d_loss.copy()
        dh = self.V @ d_loss
        for t in range(T - 1, -1, -1):
            dz = dh * (1 - self.hs[t] ** 2)
            self.d_W += self.x[t].reshape(-1, 1) @ dz.reshape(1, -1)
            self.d_R += self.hs[t - 1].reshape(-1, 1) @ dz.reshape(1, -1)
            self.d_bs += dz
            dh = self.R @ dz
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
