"""Weights by random.uniform from the standard library, list comprehension."""

# %%
import random


class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        draw = lambda r, c: np.array(
            [[random.uniform(-0.2, 0.2) for _ in range(c)] for _ in range(r)]
        )
        self.W = draw(input_size, hidden_size)
        self.R = draw(hidden_size, hidden_size)
        self.V = draw(hidden_size, output_size)
