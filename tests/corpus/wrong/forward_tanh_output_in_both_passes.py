"""The output is activated, and the backward pass knows it."""
# lost: forward.*
# named: activated_output_throughout


# %%
inner_forward, inner_backward = RNN.forward, RNN.backward


def forward(self, x):
    self.y = np.tanh(inner_forward(self, x))
    return self.y


def backward(self, d_loss):
    return inner_backward(self, d_loss * (1 - self.y**2))


RNN.forward, RNN.backward = forward, backward
