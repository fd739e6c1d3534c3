"""backward pops what forward has pushed; forward clears the stack."""


# %%
class RNN(RNN):
    def forward(self, x):
        self.stack = []
        a = np.zeros(self.hidden_size)
        for v in x:
            b = np.tanh(v @ self.W + a @ self.R + self.bs)
            self.stack.append((v, a, b))
            a = b
        return a @ self.V + self.by

    def backward(self, d_loss):
        g = dict(
            d_W=0 * self.W,
            d_R=0 * self.R,
            d_bs=0 * self.bs,
            d_by=np.array(d_loss, dtype=float),
            d_V=self.stack[-1][2][:, np.newaxis] @ d_loss[np.newaxis],
        )
        e = self.V @ d_loss
        while self.stack:
            v, a, b = self.stack.pop()
            d = (1 - b**2) * e
            g["d_W"] = g["d_W"] + v[:, None] * d
            g["d_R"] = g["d_R"] + a[:, None] * d
            g["d_bs"] = g["d_bs"] + d
            e = self.R @ d
        self.__dict__.update(g)
        return g
