"""The states are long doubles, and so is the output; `update` raises a RuntimeError of its own kind."""


# %%
class NoGradients(RuntimeError):
    pass


class RNN(RNN):
    def forward(self, x):
        self.x, self.a = x, [np.zeros(self.hidden_size, dtype=np.longdouble)]
        for row in x:
            self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
        return self.a[-1] @ self.V + self.by

    def update(self, lr):
        if self.d_W is None:
            raise NoGradients("backward comes first")
        super().update(lr)
