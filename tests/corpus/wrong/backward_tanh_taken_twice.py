"""The states are sent through the tanh once more for its derivative."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: tanh_derivative_of_a


# %%
def backward(self, d_loss):
    names = ("W", "R", "V", "bs", "by")
    g = {n: np.zeros_like(w) for n, w in zip(names, (self.W, self.R, self.V, self.bs, self.by))}
    g["V"] += self.a[-1][:, np.newaxis] * d_loss
    g["by"] += d_loss
    upstream = self.V @ d_loss
    for x_t, before, after in zip(self.x[::-1], self.a[-2::-1], self.a[:0:-1]):
        local = upstream / np.cosh(after) ** 2
        g["W"] += np.tensordot(x_t, local, axes=0)
        g["R"] += np.tensordot(before, local, axes=0)
        g["bs"] += local
        upstream = self.R @ local
    for n in names:
        setattr(self, "d_" + n, g[n])
    return {"d_" + n: g[n] for n in names}


RNN.backward = backward
