"""Two faults: no hidden bias in the forward pass; `update` goes uphill."""
# lost: forward.* gradient_check.* update
# named: hidden_bias_missing update_ascends


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R))
    return self.a[-1] @ self.V + self.by


def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("no gradients")
    for n in self.get_weights():
        setattr(self, n, getattr(self, n) + lr * getattr(self, "d_" + n))
    self._reset()


RNN.forward, RNN.update = forward, update
