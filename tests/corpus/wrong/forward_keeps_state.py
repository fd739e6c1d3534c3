"""The hidden state lives on in the object."""
# lost: forward.* gradient_check.*
# named: state_kept_between_sequences


# %%
first_init = RNN.__init__


def __init__(self, *sizes):
    first_init(self, *sizes)
    self.h = np.zeros(self.hidden_size)


def forward(self, x):
    self.x, self.a = x, [self.h]
    for x_t in x:
        self.h = np.tanh(self.W.T @ x_t + self.R.T @ self.h + self.bs)
        self.a.append(self.h)
    return self.V.T @ self.h + self.by


RNN.__init__, RNN.forward = __init__, forward
