"""In-place steps in the direction of the gradient."""
# lost: update
# named: update_ascends


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("no gradients")
    for name in ("W", "R", "V", "bs", "by"):
        parameter = getattr(self, name)
        parameter += lr * getattr(self, "d_" + name)
    self._reset()


RNN.update = update
