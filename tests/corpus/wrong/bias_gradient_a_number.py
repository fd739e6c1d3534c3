"""The gradient of the hidden bias is summed over the units too and comes as one number."""
# lost: bias_gradients.* gradient_check.*


# %%
before_sum = RNN.backward


def backward(self, d_loss):
    grads = before_sum(self, d_loss)
    grads["d_bs"] = self.d_bs = np.sum(grads["d_bs"])
    return grads


RNN.backward = backward
