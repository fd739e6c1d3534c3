"""The biases start as the number 0."""
# lost: initialisation


# %%
oi = RNN.__init__
def __init__(self, i, h, o):
    oi(self, i, h, o)
    self.bs = 0; self.by = 0
RNN.__init__ = __init__
