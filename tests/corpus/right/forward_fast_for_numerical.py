"""A helper method forward_fast that keeps nothing; the numerical gradient uses it."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        lo, hi = -0.2, 0.2
        self.W = np.random.uniform(lo, hi, (input_size, hidden_size))
        self.R = np.random.uniform(lo, hi, (hidden_size, hidden_size))
        self.V = np.random.uniform(lo, hi, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self._clear()

    def _clear(self):
        self.x = self.a = None
        self.d_W = self.d_R = self.d_V = self.d_bs = self.d_by = None

    def _step(self, x_t, a):
        return np.tanh(np.dot(x_t, self.W) + np.dot(a, self.R) + self.bs)

    def forward_fast(self, x):
        a = np.zeros(self.hidden_size)
        for x_t in x:
            a = self._step(x_t, a)
        return a.dot(self.V) + self.by

    def forward(self, x):
        self.x = np.asarray(x)
        self.a = np.zeros((self.x.shape[0] + 1, self.hidden_size))
        for t in range(self.x.shape[0]):
            self.a[t + 1] = self._step(self.x[t], self.a[t])
        return self.a[-1].dot(self.V) + self.by

    def backward(self, d_loss):
        self.d_W = np.zeros_like(self.W)
        self.d_R = np.zeros_like(self.R)
        self.d_bs = np.zeros_like(self.bs)
        self.d_V = np.outer(self.a[-1], d_loss)
        self.d_by = d_loss.copy()
        d_a = d_loss @ self.V.T
        for t in range(self.x.shape[0] - 1, -1, -1):
            d_s = d_a * (1 - self.a[t + 1] ** 2)
            self.d_W = self.d_W + np.outer(self.x[t], d_s)
            self.d_R = self.d_R + np.outer(self.a[t], d_s)
            self.d_bs = self.d_bs + d_s
            d_a = d_s @ self.R.T
        return {k: getattr(self, k) for k in ("d_W", "d_R", "d_V", "d_bs", "d_by")}

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for k in ("W", "R", "V", "bs", "by"):
            setattr(self, k, getattr(self, k) - lr * getattr(self, f"d_{k}"))
        self._clear()

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for k in ("W", "R", "V", "bs", "by"):
            if k not in weights:
                raise ValueError(k)
        for k in ("W", "R", "V", "bs", "by"):
            setattr(self, k, np.array(weights[k]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    result = {}
    for k in ("W", "R", "V", "bs", "by"):
        theta = getattr(model, k)
        flat, grad = theta.ravel(), np.zeros(theta.size)
        for i in range(flat.size):
            old = flat[i]
            flat[i] = old + eps
            f1 = model.forward_fast(x).sum()
            flat[i] = old - eps
            f2 = model.forward_fast(x).sum()
            flat[i] = old
            grad[i] = (f1 - f2) / (2.0 * eps)
        result["d_" + k] = grad.reshape(theta.shape)
    return result
