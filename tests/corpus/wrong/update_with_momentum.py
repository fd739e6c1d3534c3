"""The step remembers the one before: the second one is longer."""
# lost: update


# %%
plain = RNN.__init__


def __init__(self, *sizes):
    plain(self, *sizes)
    self.velocity = {n: np.zeros_like(w) for n, w in self.get_weights().items()}


def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("Call backward first.")
    for n in self.velocity:
        self.velocity[n] = 0.9 * self.velocity[n] - lr * getattr(self, "d_" + n)
        setattr(self, n, getattr(self, n) + self.velocity[n])
    self._reset()


RNN.__init__, RNN.update = __init__, update
