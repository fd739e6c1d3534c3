"""The loop makes five steps, whatever the sequence has."""
# lost: forward.*


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for t in range(5): self.a.append(np.tanh(x[t] @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by
RNN.forward = forward
