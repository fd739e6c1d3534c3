"""The hidden state starts as the hidden bias; backward does not know of that path."""
# lost: forward.* gradient_check.*


# %%
def forward(self, x):
    self.x, self.a = x, [self.bs.copy()]
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by


RNN.forward = forward
