"""`outer` where a product was meant: d_bs is (hidden, 1) for one output, flat for more."""
# lost: bias_gradients.single
# named: hidden_bias_as_a_column


# %%
def backward(self, d_loss):
    e, d = self.V @ d_loss, np.zeros((len(self.x), self.hidden_size))
    for t in range(len(self.x))[::-1]:
        d[t] = e * (1 - self.a[t + 1] ** 2)
        e = self.R @ d[t]
    self.d_W, self.d_R, self.d_V = self.x.T @ d, np.array(self.a[:-1]).T @ d, np.outer(self.a[-1], d_loss)
    self.d_bs, self.d_by = d.sum(0), d_loss.copy()
    if self.output_size == 1:
        self.d_bs = np.outer(self.d_bs, np.ones(self.output_size))
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
