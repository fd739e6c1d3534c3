"""The recurrence takes the state before the tanh; `backward` is as asked."""
# lost: forward.* gradient_check.*
# named: recurrence_before_activation


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    s = np.zeros(self.hidden_size)
    for r in x:
        s = r @ self.W + s @ self.R + self.bs
        self.a.append(np.tanh(s))
    return self.a[-1] @ self.V + self.by
RNN.forward = forward
