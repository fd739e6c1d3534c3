"""No loop: itertools.accumulate forwards, functools.reduce backwards."""


# %%
from functools import reduce
from itertools import accumulate

class RNN(RNN):
    def forward(self, x):
        step = lambda a, row: np.tanh(row @ self.W + a @ self.R + self.bs)
        self.x = np.asarray(x)
        self.a = np.array(list(accumulate(self.x, step, initial=np.zeros(self.hidden_size, dtype=int))))
        return self.a[-1] @ self.V + self.by
    def backward(self, d_loss):
        def step(carry, t):
            e, dW, dR, db = carry
            d = e * (1 - self.a[t + 1] ** 2)
            return self.R @ d, dW + np.outer(self.x[t], d), dR + np.outer(self.a[t], d), db + d
        _, self.d_W, self.d_R, self.d_bs = reduce(step, reversed(range(len(self.x))), (self.V @ d_loss, 0, 0, 0))
        self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss + 0
        return {n: getattr(self, n) for n in "d_W d_R d_V d_bs d_by".split()}
