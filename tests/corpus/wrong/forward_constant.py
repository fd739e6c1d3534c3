"""The output does not depend on anything."""
# lost: forward.* gradient_check.* numerical_gradient.*


# %%
through = RNN.forward


def forward(self, x):
    through(self, x)
    return np.zeros(self.output_size)


RNN.forward = forward
