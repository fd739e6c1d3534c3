"""The output bias is not created; only `set_weights` does."""
# lost: initialisation


# %%
asked_init = RNN.__init__


def __init__(self, input_size, hidden_size, output_size):
    asked_init(self, input_size, hidden_size, output_size)
    del self.by


RNN.__init__ = __init__
