"""The step only rebinds the variable of the loop."""
# lost: update


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("x")
    for p, d in ((self.W, self.d_W), (self.R, self.d_R), (self.V, self.d_V), (self.bs, self.d_bs), (self.by, self.d_by)):
        p = p - lr * d
    self._reset()
RNN.update = update
