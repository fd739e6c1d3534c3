"""`update` does not forget the gradients: a second call goes the same step again."""
# lost: update


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("Call backward before update.")
    for n in ["W", "R", "V", "bs", "by"]:
        setattr(self, n, getattr(self, n) - lr * getattr(self, "d_" + n))


RNN.update = update
