"""Means instead of sums over time."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: averaged_over_time


# %%
def backward(self, d_loss):
    deltas, e = [], self.V @ d_loss
    for a in reversed(self.a[1:]):
        deltas.append(e * (1 - a * a))
        e = self.R @ deltas[-1]
    deltas.reverse()
    self.d_W = np.mean([np.outer(x, d) for x, d in zip(self.x, deltas)], axis=0)
    self.d_R = np.mean([np.outer(a, d) for a, d in zip(self.a, deltas)], axis=0)
    self.d_bs = np.mean(deltas, axis=0)
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
