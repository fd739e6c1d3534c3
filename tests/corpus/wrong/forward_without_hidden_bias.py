"""Row vectors; the hidden bias does not occur in the forward pass."""
# lost: forward.* gradient_check.*
# named: hidden_bias_missing


# %%
def forward(self, x):
    steps = x.shape[0]
    states = np.zeros((steps + 1, self.hidden_size))
    for t in range(steps):
        states[t + 1] = np.tanh(x[t] @ self.W + states[t] @ self.R)
    self.x, self.a = x, states
    return states[steps] @ self.V + self.by


RNN.forward = forward
