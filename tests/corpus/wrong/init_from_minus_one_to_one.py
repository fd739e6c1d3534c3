"""The weights are drawn from -1 to 1."""
# lost: initialisation
# named: weights_out_of_range


# %%
def init(self, input_size, hidden_size, output_size):
    self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
    self._reset()
    for name, rows, columns in [
        ("W", input_size, hidden_size),
        ("R", hidden_size, hidden_size),
        ("V", hidden_size, output_size),
    ]:
        setattr(self, name, 2 * np.random.rand(rows, columns) - 1)
    self.bs, self.by = np.zeros((hidden_size,)), np.zeros((output_size,))


RNN.__init__ = init
