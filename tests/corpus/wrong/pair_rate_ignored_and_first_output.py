"""Two faults: `update` ignores the learning rate, the quotient looks at the first output."""
# lost: update numerical_gradient.multi gradient_check.multi
# named: update_ignores_the_learning_rate quotient_of_the_first_output


# %%
def update(self, lr):
    if self.d_W is None:
        raise RuntimeError("no gradients")
    for n, w in self.get_weights().items():
        w -= getattr(self, "d_" + n)
    self._reset()


RNN.update = update


def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 + eps
            up = model.forward(x)[0]
            p[i] = p0 - eps
            down = model.forward(x)[0]
            p[i] = p0
            g[i] = (up - down) / (2 * eps)
        grads["d_" + k] = g
    return grads
