"""The hidden state has ten units, whatever the network has."""
# lost: forward.*


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(10)]
    for r in x: self.a.append(np.tanh(r @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by
RNN.forward = forward
