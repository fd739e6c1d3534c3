"""`backward` starts from the output times the gradient, with a squared loss in mind."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
given_f, given = RNN.forward, RNN.backward


def forward(self, x):
    self.y = given_f(self, x)
    return self.y


def backward(self, d_loss):
    return given(self, d_loss * self.y)


RNN.forward, RNN.backward = forward, backward
