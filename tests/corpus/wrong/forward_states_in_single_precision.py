"""The states are kept in an array of single precision."""
# lost: forward.* gradient_check.*


# %%
def forward(self, x):
    self.x, self.a = x, np.zeros((len(x) + 1, self.hidden_size), dtype=np.float32)
    for t, row in enumerate(x):
        self.a[t + 1] = np.tanh(row @ self.W + self.a[t] @ self.R + self.bs)
    return self.a[-1] @ self.V + self.by


RNN.forward = forward
