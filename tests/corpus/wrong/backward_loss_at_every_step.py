"""`backward` is that of a network with an output at every step."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: loss_at_every_step


# %%
def backward(self, d_loss):
    self.d_W, self.d_R, self.d_V = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.V)
    self.d_bs, self.d_by = np.zeros_like(self.bs), np.zeros_like(self.by)
    d_next = np.zeros(self.hidden_size)
    for t in reversed(range(len(self.x))):
        self.d_V += np.outer(self.a[t + 1], d_loss)
        self.d_by += d_loss
        d = (self.V @ d_loss + d_next) * (1 - self.a[t + 1] ** 2)
        self.d_W += np.outer(self.x[t], d); self.d_R += np.outer(self.a[t], d); self.d_bs += d
        d_next = self.R @ d
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
RNN.backward = backward
