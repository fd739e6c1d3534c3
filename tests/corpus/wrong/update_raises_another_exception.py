"""A ValueError where a RuntimeError is asked for."""
# lost: update
# named: update_without_gradients


# %%
def update(self, lr):
    if self.d_W is None:
        raise ValueError("Call backward before update: there are no gradients yet.")
    for k, p in self.get_weights().items():
        p -= lr * getattr(self, "d_" + k)
    self._reset()


RNN.update = update
