"""The logistic function for tanh in the forward pass only."""
# lost: forward.* gradient_check.*
# named: sigmoid_for_tanh


# %%
def forward(self, x):
    hidden = [np.zeros(self.hidden_size)]
    for t, element in enumerate(x):
        z = element @ self.W + hidden[t] @ self.R + self.bs
        hidden.append(0.5 * (1 + np.tanh(z / 2)))
    self.x, self.a = x, np.stack(hidden)
    return hidden[-1] @ self.V + self.by


RNN.forward = forward
