"""The walk back starts at the state before the last, with the error of the last."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: last_step_left_out


# %%
def backward(self, d_loss):
    e, d = d_loss @ self.V.T, np.zeros((len(self.x), self.hidden_size))
    for t in reversed(range(len(self.x) - 1)):
        d[t] = e * (1 - self.a[t + 1] ** 2)
        e = d[t] @ self.R.T
    self.d_W, self.d_R = np.einsum("ti,th->ih", self.x, d), np.einsum("tj,th->jh", self.a[:-1], d)
    self.d_V, self.d_bs, self.d_by = np.outer(self.a[-1], d_loss), d.sum(0), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
