"""The range of the weights shrinks with the number of units that they come from."""
# lost: initialisation
# named: weights_in_part_of_the_range


# %%
def __init__(self, input_size, hidden_size, output_size):
    self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size
    self._reset()

    def draw(rows, columns):
        return np.random.uniform(-0.2, 0.2, (rows, columns)) / np.sqrt(rows)

    self.W = draw(input_size, hidden_size)
    self.R = draw(hidden_size, hidden_size)
    self.V = draw(hidden_size, output_size)
    self.bs = np.zeros(hidden_size)
    self.by = np.zeros(output_size)


RNN.__init__ = __init__
