"""The output goes through a rectifier; `backward` is right for that."""
# lost: forward.*


# %%
given_f, given = RNN.forward, RNN.backward


def forward(self, x):
    self.y = np.maximum(given_f(self, x), 0)
    return self.y


def backward(self, d_loss):
    return given(self, d_loss * (self.y > 0))


RNN.forward, RNN.backward = forward, backward
