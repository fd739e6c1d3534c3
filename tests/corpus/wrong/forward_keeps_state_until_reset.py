"""The hidden state lives on until `reset_state`, which the student's own functions do call."""
# lost: forward.*
# named: state_kept_until_reset


# %%
class RNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.reset_state()

    def reset_state(self):
        self.h = np.zeros(self.hidden_size)

    def forward(self, x):
        self.x, self.a = x, [self.h]
        for x_t in x:
            self.h = np.tanh(x_t @ self.W + self.h @ self.R + self.bs)
            self.a.append(self.h)
        return self.h @ self.V + self.by


def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for name in ("W", "R", "V", "bs", "by"):
        w = getattr(model, name)
        g = np.empty_like(w)
        for i in np.ndindex(w.shape):
            old, values = w[i], []
            for w[i] in (old + eps, old - eps):
                model.reset_state()
                values.append(np.sum(model.forward(x)))
            w[i] = old
            g[i] = (values[0] - values[1]) / (2 * eps)
        grads["d_" + name] = g
    return grads


def get_analytical_gradient(model, x):
    model.reset_state()
    y = model.forward(x)
    return model.backward(np.ones(y.shape))
