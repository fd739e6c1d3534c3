"""Two faults in backward: R from the wrong side, and d_bs before the tanh."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: error_passed_on_transposed hidden_bias_before_tanh


# %%
def backward(self, d_loss):
    e = self.V @ d_loss
    self.d_W, self.d_R, self.d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
    for t in reversed(range(len(self.x))):
        self.d_bs += e
        d = e * (1 - self.a[t + 1] ** 2)
        self.d_W += np.outer(self.x[t], d)
        self.d_R += np.outer(self.a[t], d)
        e = d @ self.R
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
