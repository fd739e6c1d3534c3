"""The loop starts at 1 as in the formulas, where the rows count from 0."""
# lost: forward.*
# named: first_step_not_read


# %%
def forward(self, x):
    self.x = x[1:]
    self.a = [np.zeros(self.hidden_size)]
    for t in range(1, x.shape[0]):
        self.a.append(np.tanh(x[t] @ self.W + self.a[t - 1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by


RNN.forward = forward
