"""Two faults: weights stay moved, gradients pile up from call to call."""
# lost: numerical_gradient.* gradient_check.* backward.* bias_gradients.*
# named: weights_not_put_back gradients_pile_up


# %%
def backward(self, d_loss):
    if self.d_W is None:
        self.d_W, self.d_R, self.d_bs = 0 * self.W, 0 * self.R, 0 * self.bs
    e = self.V @ d_loss
    for t in range(len(self.x), 0, -1):
        e = e * (1 - self.a[t] ** 2)
        self.d_W = self.d_W + np.outer(self.x[t - 1], e)
        self.d_R = self.d_R + np.outer(self.a[t - 1], e)
        self.d_bs = self.d_bs + e
        e = self.R @ e
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward


def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i, p0 in np.ndenumerate(p.copy()):
            p[i] = p0 + eps
            up = model.forward(x).sum()
            p[i] = p0 - eps
            g[i] = (up - model.forward(x).sum()) / (2 * eps)
        grads["d_" + k] = g
    return grads
