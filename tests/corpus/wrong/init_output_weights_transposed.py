"""The output weights are created as (outputs, hidden), but used as asked."""
# lost: initialisation


# %%
asked_init = RNN.__init__


def __init__(self, input_size, hidden_size, output_size):
    asked_init(self, input_size, hidden_size, output_size)
    self.V = np.random.uniform(-0.2, 0.2, (output_size, hidden_size))


RNN.__init__ = __init__
