"""The output weights get the mean of all states."""
# lost: backward.* gradient_check.*


# %%
complete = RNN.backward


def backward(self, d_loss):
    grads = complete(self, d_loss)
    grads["d_V"] = self.d_V = np.outer(np.mean(self.a[1:], axis=0), d_loss)
    return grads


RNN.backward = backward
