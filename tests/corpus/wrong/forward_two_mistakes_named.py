"""The sequence is read from its end, and the output bias is forgotten."""
# lost: forward.* gradient_check.*
# named: output_bias_missing sequence_reversed


# %%
def forward(self, x):
    a = [np.zeros(self.hidden_size)]
    for x_t in x[::-1]:
        a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))
    self.x, self.a = x[::-1], a
    return self.V.T @ a[-1]


RNN.forward = forward
