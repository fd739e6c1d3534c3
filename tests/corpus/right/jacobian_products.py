"""Jacobian matrices are multiplied out; all attributes of the right name are given back."""


# %%
def backward(self, d_loss):
    T = len(self.x)
    J = self.V.T.copy()
    self.d_W, self.d_R, self.d_bs = (np.zeros(s) for s in (self.W.shape, self.R.shape, self.bs.shape))
    for t in range(T, 0, -1):
        J = J @ np.diag(1 - self.a[t] ** 2)
        d = J.T @ d_loss
        self.d_W += self.x[t - 1][:, None] * d
        self.d_R += self.a[t - 1][:, None] * d
        self.d_bs += d
        J = J @ self.R.T
    self.d_V, self.d_by = np.kron(self.a[-1][:, None], d_loss), np.eye(len(d_loss)) @ d_loss
    return {k: v for k, v in vars(self).items() if k.startswith("d_")}

RNN.backward = backward
