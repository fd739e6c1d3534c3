"""The error that goes on is the one at the state, not the one before the tanh."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: error_passed_on_before_tanh


# %%
def backward(self, d_loss):
    errors = [self.V @ d_loss]
    while len(errors) < len(self.x):
        errors.append(self.R @ errors[-1])
    states = np.array(self.a)
    deltas = np.array(errors[::-1]) * (1 - states[1:] ** 2)
    self.d_W, self.d_R, self.d_V = self.x.T @ deltas, states[:-1].T @ deltas, np.outer(states[-1], d_loss)
    self.d_bs, self.d_by = deltas.sum(axis=0), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
