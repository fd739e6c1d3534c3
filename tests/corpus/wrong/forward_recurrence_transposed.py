"""R is applied from the wrong side; backward is as the formulas ask."""
# lost: forward.* gradient_check.*
# named: recurrence_transposed


# %%
def forward(self, x):
    h = np.zeros(self.hidden_size)
    history = [h]
    for t in range(x.shape[0]):
        h = np.tanh(np.dot(x[t], self.W) + np.dot(self.R, h) + self.bs)
        history.append(h)
    self.x = x
    self.a = history
    return np.dot(h, self.V) + self.by


RNN.forward = forward
