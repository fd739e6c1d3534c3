"""The hidden state starts with ones."""
# lost: forward.*
# named: starts_with_ones


# %%
def forward(self, x):
    self.x = x
    self.a = np.ones((len(x) + 1, self.hidden_size))
    for t, row in enumerate(x, start=1):
        self.a[t] = np.tanh(row @ self.W + self.a[t - 1] @ self.R + self.bs)
    return self.a[-1] @ self.V + self.by


RNN.forward = forward
