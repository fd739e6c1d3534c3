"""`backward` takes the output for that of a tanh; `forward` has none there."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
def forward(self, x):
    a = [np.zeros(self.hidden_size)]
    for x_t in x:
        a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))
    self.x, self.a = x, a
    self.y = self.V.T @ a[-1] + self.by
    return self.y


given = RNN.backward


def backward(self, d_loss):
    return given(self, d_loss * (1 - self.y**2))


RNN.forward, RNN.backward = forward, backward
