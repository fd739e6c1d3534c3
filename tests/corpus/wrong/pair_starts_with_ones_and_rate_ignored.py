"""Two faults: the first state is ones, and the learning rate is ignored."""
# lost: forward.* update
# named: starts_with_ones update_ignores_the_learning_rate


# %%
def forward(self, x):
    self.x, self.a = x, [np.ones(self.hidden_size)]
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by


def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("no gradients")
    for name in ("W", "R", "V", "bs", "by"):
        setattr(self, name, getattr(self, name) - getattr(self, "d_" + name))
    self._reset()


RNN.forward, RNN.update = forward, update
