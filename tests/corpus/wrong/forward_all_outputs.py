"""`forward` returns the outputs of all time steps; the student's functions take the last."""
# lost: forward.*


# %%
def forward(self, x):
    self.x, self.a, outputs = x, [np.zeros(self.hidden_size)], []
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
        outputs.append(self.a[-1] @ self.V + self.by)
    return np.array(outputs)


RNN.forward = forward


def get_numerical_gradient(model, x, eps=1e-7):
    out = {}
    for name, p in model.get_weights().items():
        flat, g = p.reshape(-1), []
        for i in range(flat.size):
            flat[i] += eps
            up = model.forward(x)[-1].sum()
            flat[i] -= 2 * eps
            down = model.forward(x)[-1].sum()
            flat[i] += eps
            g.append((up - down) / (2 * eps))
        out["d_" + name] = np.array(g).reshape(p.shape)
    return out


def get_analytical_gradient(model, x):
    model.forward(x)
    return model.backward(np.ones(model.output_size))
