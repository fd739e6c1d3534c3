"""The recurrent gradient is added up twice."""
# lost: backward.* gradient_check.*


# %%
def backward(self, d_loss):
    e = self.V @ d_loss
    self.d_W, self.d_R, self.d_bs = 0 * self.W, 0 * self.R, 0 * self.bs
    for t in range(len(self.x))[::-1]:
        d = e * (1 - self.a[t + 1] ** 2)
        self.d_W += np.outer(self.x[t], d)
        self.d_R += np.outer(self.a[t], d)
        self.d_R += self.a[t][:, None] * d[None, :]
        self.d_bs += d
        e = self.R @ d
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
