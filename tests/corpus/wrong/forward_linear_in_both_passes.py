"""No activation function, and a backward pass that is right for that."""
# lost: forward.*
# named: no_activation_throughout


# %%
class RNN(RNN):
    def forward(self, x):
        h = np.zeros(self.hidden_size)
        self.x, self.h = x, [h]
        for x_t in x:
            h = x_t @ self.W + h @ self.R + self.bs
            self.h.append(h)
        return h @ self.V + self.by

    def backward(self, d_loss):
        self.d_V, self.d_by = np.outer(self.h[-1], d_loss), np.copy(d_loss)
        self.d_W, self.d_R, self.d_bs = 0 * self.W, 0 * self.R, 0 * self.bs
        delta = self.V @ d_loss
        for x_t, before in zip(self.x[::-1], self.h[-2::-1]):
            self.d_W += np.outer(x_t, delta)
            self.d_R += np.outer(before, delta)
            self.d_bs += delta
            delta = self.R @ delta
        return dict(d_W=self.d_W, d_R=self.d_R, d_V=self.d_V, d_bs=self.d_bs, d_by=self.d_by)
