"""All sums are assignments."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: not_summed_over_time


# %%
def backward(self, d_loss):
    g = {"d_V": np.outer(self.a[-1], d_loss), "d_by": d_loss.copy()}
    e = self.V @ d_loss
    for t in range(len(self.x) - 1, -1, -1):
        e = e * (1 - self.a[t + 1] ** 2)
        g.update(d_W=np.outer(self.x[t], e), d_R=np.outer(self.a[t], e), d_bs=e)
        e = self.R @ e
    vars(self).update(g)
    return g


RNN.backward = backward
