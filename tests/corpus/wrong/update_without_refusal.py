"""`update` only warns when there are no gradients."""
# lost: update
# named: update_without_gradients


# %%
def update(self, lr):
    try:
        for n in ("W", "R", "V", "bs", "by"):
            setattr(self, n, getattr(self, n) - lr * getattr(self, "d_" + n))
    except TypeError:
        print("Warning: no gradients, nothing was updated.")
    self._reset()


RNN.update = update
