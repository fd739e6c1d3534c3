"""The new weights are computed and dropped."""
# lost: update


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("x")
    self.W - lr * self.d_W
    self.R - lr * self.d_R
    self._reset()
RNN.update = update
