"""The gradient of the hidden bias is summed before the derivative of the tanh is applied."""
# lost: bias_gradients.* gradient_check.*
# named: hidden_bias_before_tanh


# %%
def backward(self, d_loss):
    grads = {"d_V": np.outer(self.a[-1], d_loss), "d_by": d_loss.copy()}
    back = self.V.dot(d_loss)
    deltas, backs = [], []
    for state in reversed(self.a[1:]):
        backs.append(back)
        deltas.append(back * (1 - state * state))
        back = self.R.dot(deltas[-1])
    deltas = np.array(deltas[::-1])
    grads["d_W"] = np.einsum("ti,th->ih", self.x, deltas)
    grads["d_R"] = np.einsum("ti,th->ih", np.array(self.a[:-1]), deltas)
    grads["d_bs"] = np.sum(backs, axis=0)
    for name, value in grads.items():
        setattr(self, name, value)
    return grads


RNN.backward = backward
