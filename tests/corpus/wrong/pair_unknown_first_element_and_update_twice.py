"""Two unknown faults: every step reads the first element, and the step is made twice."""
# lost: forward.* update


# %%
def forward(self, x):
    self.x = np.array([x[0]] * len(x))
    self.a = [np.zeros(self.hidden_size)]
    for row in self.x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V + self.by


def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("no gradients")
    for name in ("W", "R", "V", "bs", "by"):
        setattr(self, name, getattr(self, name) - 2 * lr * getattr(self, "d_" + name))
    self._reset()


RNN.forward, RNN.update = forward, update
