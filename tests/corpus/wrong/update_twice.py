"""The step is made twice."""
# lost: update


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("Call backward first.")
    for _ in range(2):
        self.W, self.R = self.W - lr * self.d_W, self.R - lr * self.d_R
        self.V, self.bs = self.V - lr * self.d_V, self.bs - lr * self.d_bs
        self.by = self.by - lr * self.d_by
    self._reset()


RNN.update = update
