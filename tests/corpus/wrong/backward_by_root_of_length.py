"""All gradients of the recurrence are divided by √T."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
full = RNN.backward


def backward(self, d_loss):
    grads = full(self, d_loss)
    for name in ("d_W", "d_R", "d_bs"):
        grads[name] = grads[name] / np.sqrt(len(self.x))
        setattr(self, name, grads[name])
    return grads


RNN.backward = backward
