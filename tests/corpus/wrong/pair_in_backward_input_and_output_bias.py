"""Two faults in backward: d_W takes the next input, d_by ignores the loss."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: input_of_another_step output_bias_without_the_loss


# %%
def backward(self, d_loss):
    e, d = self.V @ d_loss, np.zeros((len(self.x), self.hidden_size))
    for t in range(len(self.x))[::-1]:
        d[t] = e * (1 - self.a[t + 1] ** 2)
        e = self.R @ d[t]
    self.d_W = np.roll(self.x, -1, axis=0).T @ d
    self.d_R, self.d_V = np.array(self.a[:-1]).T @ d, np.outer(self.a[-1], d_loss)
    self.d_bs, self.d_by = d.sum(0), np.ones(len(d_loss))
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
