"""`set_weights` was changed and keeps nothing; the fault that costs points is in `update`."""
# lost: update
# named: update_ascends


# %%
class RNN(RNN):
    def set_weights(self, weights):
        for name in ("W", "R", "V", "bs", "by"):
            if name not in weights:
                raise ValueError(name)
            parameter = getattr(self, name)
            parameter = np.array(weights[name])  # a local name

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("no gradients")
        for name in ("W", "R", "V", "bs", "by"):
            setattr(self, name, getattr(self, name) + lr * getattr(self, "d_" + name))
        self._reset()
