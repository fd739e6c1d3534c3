"""The slope of tanh is divided by a state that is zero: nothing that comes out is a number."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
def backward(self, d_loss):
    e, d = self.V @ d_loss, np.zeros((len(self.x), self.hidden_size))
    with np.errstate(all="ignore"):
        for t in range(len(self.x))[::-1]:
            d[t] = e * (1 - self.a[t + 1] ** 2) * (self.a[0] / np.tanh(self.a[0]))
            e = self.R @ d[t]
    self.d_W, self.d_R, self.d_bs = self.x.T @ d, np.array(self.a[:-1]).T @ d, d.sum(0)
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
