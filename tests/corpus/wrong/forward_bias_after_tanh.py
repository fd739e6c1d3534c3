"""The hidden bias is added to the activated state."""
# lost: forward.* gradient_check.*
# named: bias_outside_of_tanh


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros_like(self.bs)]
    joined = np.concatenate([self.W, self.R])
    for row in x:
        self.a.append(np.tanh(np.concatenate([row, self.a[-1]]) @ joined) + self.bs)
    return self.a[-1] @ self.V + self.by


RNN.forward = forward
