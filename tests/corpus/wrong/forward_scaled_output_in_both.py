"""`forward` gives the square of the output; `backward` is right for that."""
# lost: forward.*


# %%
given_f, given = RNN.forward, RNN.backward


def forward(self, x):
    self.y = given_f(self, x)
    return self.y**2


def backward(self, d_loss):
    return given(self, 2 * d_loss * self.y)


RNN.forward, RNN.backward = forward, backward
