"""Two faults: gradients averaged over time, and the learning rate divided by T again."""
# lost: backward.* bias_gradients.* gradient_check.* update
# named: averaged_over_time update_divides_by_length


# %%
unscaled = RNN.backward


def backward(self, d_loss):
    grads = unscaled(self, d_loss)
    for name in ("d_W", "d_R", "d_bs"):
        grads[name] = grads[name] / len(self.x)
        setattr(self, name, grads[name])
    return grads


def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("no gradients")
    for name in ("W", "R", "V", "bs", "by"):
        setattr(self, name, getattr(self, name) - lr / len(self.x) * getattr(self, "d_" + name))
    self._reset()


RNN.backward, RNN.update = backward, update
