"""Two faults: a sigmoid in the forward pass, and quotients twice too large."""
# lost: forward.* numerical_gradient.* gradient_check.*
# named: sigmoid_for_tanh quotient_without_two


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for row in x:
        self.a.append(1 / (1 + np.exp(-(row @ self.W + self.a[-1] @ self.R + self.bs))))
    return self.a[-1] @ self.V + self.by


RNN.forward = forward


def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 + eps
            up = model.forward(x).sum()
            p[i] = p0 - eps
            g[i] = (up - model.forward(x).sum()) / eps
            p[i] = p0
        grads["d_" + k] = g
    return grads
