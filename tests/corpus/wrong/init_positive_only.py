"""All weights are positive, as `rand` starts at zero."""
# lost: initialisation
# named: weights_in_part_of_the_range


# %%
def __init__(self, input_size, hidden_size, output_size):
    self.input_size = input_size
    self.hidden_size = hidden_size
    self.output_size = output_size
    self._reset()
    self.W = 0.2 * np.random.rand(input_size, hidden_size)
    self.R = 0.2 * np.random.rand(hidden_size, hidden_size)
    self.V = 0.2 * np.random.rand(hidden_size, output_size)
    self.bs = np.array([0.0] * hidden_size)
    self.by = np.array([0.0] * output_size)


RNN.__init__ = __init__
