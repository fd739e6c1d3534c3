"""The output goes through a sigmoid; `backward` is right for that."""
# lost: forward.*


# %%
given_f, given = RNN.forward, RNN.backward


def forward(self, x):
    self.y = 1 / (1 + np.exp(-given_f(self, x)))
    return self.y


def backward(self, d_loss):
    return given(self, d_loss * self.y * (1 - self.y))


RNN.forward, RNN.backward = forward, backward
