"""np.random.uniform gets 0.2 as its lower end, and no upper one."""
# lost: initialisation
# named: weights_out_of_range


# %%
oi = RNN.__init__
def __init__(self, i, h, o):
    oi(self, i, h, o)
    self.W = np.random.uniform(0.2, size=(i, h)); self.R = np.random.uniform(0.2, size=(h, h)); self.V = np.random.uniform(0.2, size=(h, o))
RNN.__init__ = __init__
