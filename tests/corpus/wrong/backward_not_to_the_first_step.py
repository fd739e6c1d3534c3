"""`range(T - 1, 0, -1)` over rows that count from 0."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: loop_stops_one_step_early


# %%
def backward(self, d_loss):
    T = self.x.shape[0]
    gW, gR, gb = np.zeros(self.W.shape), np.zeros(self.R.shape), np.zeros(self.bs.shape)
    e = d_loss[None, :] @ self.V.T
    for t in range(T - 1, 0, -1):
        e = e * (1 - self.a[t + 1] ** 2)[None, :]
        gW += self.x[t][:, None] @ e
        gR += self.a[t][:, None] @ e
        gb += e[0]
        e = e @ self.R.T
    self.d_W, self.d_R, self.d_bs = gW, gR, gb
    self.d_V, self.d_by = self.a[T][:, None] @ d_loss[None, :], d_loss.copy()
    return {"d_W": gW, "d_R": gR, "d_V": self.d_V, "d_bs": gb, "d_by": self.d_by}


RNN.backward = backward
