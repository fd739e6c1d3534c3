"""Two faults: weights from 0 to 0.2, and an output bias whose gradient is ones."""
# lost: initialisation bias_gradients.*
# named: weights_in_part_of_the_range output_bias_without_the_loss


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.W, self.R, self.V = (np.random.random(w.shape) / 5 for w in (self.W, self.R, self.V))

    def backward(self, d_loss):
        grads = super().backward(d_loss)
        grads["d_by"] = self.d_by = np.ones(d_loss.shape)
        return grads
