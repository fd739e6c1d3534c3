"""`forward` returns [1, output]; all the rest is right for that."""
# lost: forward.*


# %%
class RNN(RNN):
    def forward(self, x):
        h = np.zeros((1, self.hidden_size))
        self.x, self.a = x, [h[0]]
        for t in range(len(x)):
            h = np.tanh(x[t : t + 1] @ self.W + h @ self.R + self.bs)
            self.a.append(h[0])
        return h @ self.V + self.by


def get_analytical_gradient(model, x):
    y = model.forward(x)
    return model.backward(np.ones_like(y[0]))
