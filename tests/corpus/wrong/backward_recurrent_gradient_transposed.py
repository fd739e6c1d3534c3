"""A whole class with einsum, whose indices are swapped for R."""
# lost: backward.* gradient_check.*
# named: recurrent_gradient_transposed


# %%
class RNN(RNN):
    def forward(self, x):
        self.X, self.A = x, np.zeros((len(x) + 1, self.hidden_size))
        Z = np.einsum("ti,ih->th", x, self.W) + self.bs
        for t in range(len(x)):
            self.A[t + 1] = np.tanh(Z[t] + np.einsum("j,jh->h", self.A[t], self.R))
        return np.einsum("h,ho->o", self.A[-1], self.V) + self.by

    def backward(self, d_loss):
        D = np.zeros((len(self.X) + 1, self.hidden_size))
        e = np.einsum("ho,o->h", self.V, d_loss)
        for t in range(len(self.X), 0, -1):
            D[t] = e * (1 - self.A[t] ** 2)
            e = np.einsum("jh,h->j", self.R, D[t])
        self.d_W = np.einsum("ti,th->ih", self.X, D[1:])
        self.d_R = np.einsum("th,tj->hj", D[1:], self.A[:-1])
        self.d_V = np.einsum("h,o->ho", self.A[-1], d_loss)
        self.d_bs, self.d_by = np.einsum("th->h", D), np.einsum("o->o", d_loss).copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
