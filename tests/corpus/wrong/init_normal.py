"""The weights come from a standard normal distribution."""
# lost: initialisation
# named: weights_out_of_range


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.W = np.random.randn(*self.W.shape)
        self.R = np.random.randn(*self.R.shape)
        self.V = np.random.randn(*self.V.shape)
