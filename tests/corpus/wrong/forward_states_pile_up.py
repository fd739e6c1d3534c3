"""The states are appended to a list that is made once."""
# lost: forward.* gradient_check.*
# named: state_kept_between_sequences


# %%
oi, orr = RNN.__init__, RNN._reset
def __init__(self, i, h, o):
    oi(self, i, h, o); self.a = [np.zeros(h)]
def forward(self, x):
    self.x = x
    for r in x: self.a.append(np.tanh(r @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by
RNN.__init__, RNN.forward = __init__, forward
