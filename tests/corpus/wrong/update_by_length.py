"""The learning rate is spread over the time steps."""
# lost: update
# named: update_divides_by_length


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("Call backward first.")
    rate = lr / self.x.shape[0]
    self.set_weights({n: w - rate * getattr(self, f"d_{n}") for n, w in self.get_weights().items()})
    self._reset()


RNN.update = update
