"""`update` calls `__init__` where it should forget the gradients: the weights are new ones."""
# lost: update


# %%
step = RNN.update


def update(self, lr):
    step(self, lr)
    self.__init__(self.input_size, self.hidden_size, self.output_size)


RNN.update = update
