"""Two faults: the bias is added after the tanh, and d_bs is the last error only."""
# lost: forward.* bias_gradients.* gradient_check.*
# named: bias_outside_of_tanh hidden_bias_not_summed


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R) + self.bs)
    return self.a[-1] @ self.V + self.by


def backward(self, d_loss):
    self.d_W, self.d_R = 0 * self.W, 0 * self.R
    e = self.V @ d_loss
    for t in range(len(self.x), 0, -1):
        self.d_bs = e = e * (1 - self.a[t] ** 2)
        self.d_W += np.outer(self.x[t - 1], e)
        self.d_R += np.outer(self.a[t - 1], e)
        e = self.R @ e
    self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.forward, RNN.backward = forward, backward
