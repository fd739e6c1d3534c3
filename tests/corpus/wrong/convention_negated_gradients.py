"""All gradients have the wrong sign, and `update` adds them: it does descend."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: gradients_negated


# %%
class RNN(RNN):
    def backward(self, d_loss):
        return super().backward(-1 * d_loss)

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("no gradients")
        for name in ("W", "R", "V", "bs", "by"):
            setattr(self, name, getattr(self, name) + lr * getattr(self, "d_" + name))
        self._reset()
