"""Each network makes a generator of its own, always from the same number."""
# lost: initialisation
# named: seed_inside


# %%
def __init__(self, n_in, n_hidden, n_out):
    self.input_size, self.hidden_size, self.output_size = n_in, n_hidden, n_out
    rng = np.random.default_rng(2027)
    self._reset()
    self.W, self.R, self.V = (
        rng.uniform(-0.2, 0.2, size=s) for s in [(n_in, n_hidden), (n_hidden, n_hidden), (n_hidden, n_out)]
    )
    self.bs, self.by = np.zeros(n_hidden), np.zeros(n_out)


RNN.__init__ = __init__
