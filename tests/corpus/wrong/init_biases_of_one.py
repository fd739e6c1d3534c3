"""The biases start at one."""
# lost: initialisation
# named: biases_not_zero


# %%
original = RNN.__init__


def __init__(self, input_size, hidden_size, output_size):
    original(self, input_size, hidden_size, output_size)
    self.bs = np.ones(hidden_size)
    self.by = np.ones(output_size)


RNN.__init__ = __init__
