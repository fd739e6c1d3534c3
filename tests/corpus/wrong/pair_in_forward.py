"""Two faults in forward: R from the wrong side, and no output bias."""
# lost: forward.* gradient_check.*
# named: recurrence_transposed output_bias_missing


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.R @ self.a[-1] + self.bs))
    return self.a[-1] @ self.V


RNN.forward = forward
