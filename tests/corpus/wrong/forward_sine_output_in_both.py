"""The output goes through a sine; `backward` is right for that."""
# lost: forward.*
# %%
given_f, given = RNN.forward, RNN.backward


def forward(self, x):
    self.y = y = given_f(self, x)
    return np.sin(y)


def backward(self, d_loss):
    y = self.y
    return given(self, d_loss * np.cos(y))


RNN.forward, RNN.backward = forward, backward
