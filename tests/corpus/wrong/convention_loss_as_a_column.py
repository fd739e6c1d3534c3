"""`backward` takes the gradient of the loss as a column only."""
# lost: backward.*


# %%
def backward(self, d_loss):
    outputs, one = d_loss.shape
    e = self.V @ d_loss
    self.d_W, self.d_R, d_bs = 0 * self.W, 0 * self.R, np.zeros((self.hidden_size, one))
    for t in range(len(self.x), 0, -1):
        e = e * (1 - self.a[t].reshape(-1, 1) ** 2)
        self.d_W += self.x[t - 1].reshape(-1, 1) @ e.T
        self.d_R += self.a[t - 1].reshape(-1, 1) @ e.T
        d_bs += e
        e = self.R @ e
    self.d_V, self.d_bs, self.d_by = self.a[-1].reshape(-1, 1) @ d_loss.T, d_bs[:, 0], d_loss[:, 0]
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


def get_analytical_gradient(model, x):
    model.forward(x)
    return model.backward(np.ones((model.output_size, 1)))


RNN.backward = backward
