"""forward writes into preallocated buffers and returns a view; backward's arrays are reused too."""


# %%
class RNN(RNN):
    def forward(self, x):
        T = x.shape[0]
        if getattr(self, "_buf", None) is None or self._buf.shape != (T + 1, self.hidden_size):
            self._buf = np.zeros((T + 1, self.hidden_size))
            self._out = np.zeros((3, self.output_size))
        A = self._buf
        A[0] = 0
        for t in range(T):
            np.dot(x[t], self.W, out=A[t + 1])
            A[t + 1] += A[t] @ self.R
            A[t + 1] += self.bs
            np.tanh(A[t + 1], out=A[t + 1])
        self.x = x
        np.dot(A[T], self.V, out=self._out[1])
        self._out[1] += self.by
        return self._out[1]

    def backward(self, d_loss):
        A, x = self._buf, self.x
        T = len(x)
        if self.d_W is None:
            self.d_W, self.d_R, self.d_V = (np.empty_like(p) for p in (self.W, self.R, self.V))
            self.d_bs, self.d_by = np.empty_like(self.bs), np.empty_like(self.by)
        self.d_by[...] = d_loss
        np.outer(A[T], d_loss, out=self.d_V)
        D = np.empty((T, self.hidden_size))
        e = self.V @ d_loss
        for t in range(T - 1, -1, -1):
            np.multiply(e, 1 - A[t + 1] * A[t + 1], out=D[t])
            e = self.R @ D[t]
        np.matmul(x.T, D, out=self.d_W)
        np.matmul(A[:T].T, D, out=self.d_R)
        np.sum(D, axis=0, out=self.d_bs)
        return dict(d_W=self.d_W, d_R=self.d_R, d_V=self.d_V, d_bs=self.d_bs, d_by=self.d_by)


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    g = {}
    for n in ("W", "R", "V", "bs", "by"):
        p = getattr(model, n)
        q = np.zeros(p.shape)
        for ix, val in np.ndenumerate(p.copy()):
            p[ix] = val + eps
            a = float(model.forward(x).sum())
            p[ix] = val - eps
            b = float(model.forward(x).sum())
            p[ix] = val
            q[ix] = (a - b) / 2 / eps
        g[f"d_{n}"] = q
    return g
