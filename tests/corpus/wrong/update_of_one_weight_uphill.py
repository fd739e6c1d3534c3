"""`W` is moved uphill, the rest as asked."""
# lost: update


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("Call backward before update: there are no gradients yet.")
    self.W = self.W + lr * self.d_W
    self.R = self.R - lr * self.d_R
    self.V = self.V - lr * self.d_V
    self.bs = self.bs - lr * self.d_bs
    self.by = self.by - lr * self.d_by
    self._reset()


RNN.update = update
