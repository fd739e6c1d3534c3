"""Checks every shape and every number and refuses what does not fit."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        assert isinstance(input_size, int) and input_size > 0, "input_size must be a positive int"
        assert isinstance(hidden_size, int) and hidden_size > 0
        assert isinstance(output_size, int) and output_size > 0
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self._x = self._a = self._grads = None
        self._check()

    def _check(self):
        assert self.W.shape == (self.input_size, self.hidden_size), self.W.shape
        assert self.R.shape == (self.hidden_size, self.hidden_size), self.R.shape
        assert self.V.shape == (self.hidden_size, self.output_size), self.V.shape
        assert self.bs.shape == (self.hidden_size,), self.bs.shape
        assert self.by.shape == (self.output_size,), self.by.shape
        for name, value in self.get_weights().items():
            assert np.isfinite(value).all(), name

    def forward(self, x):
        if not isinstance(x, np.ndarray) or x.ndim != 2:
            raise TypeError("x must be a two-dimensional array")
        assert x.shape[1] == self.input_size, f"x has {x.shape[1]} features"
        assert x.shape[0] >= 1, "empty sequence"
        self._check()
        x = x.astype(np.float64)
        a = [np.zeros(self.hidden_size)]
        for t in range(x.shape[0]):
            s = self.W.T @ x[t] + self.R.T @ a[-1] + self.bs
            assert s.shape == (self.hidden_size,)
            a.append(np.tanh(s))
            assert np.abs(a[-1]).max() <= 1
        assert len(a) == x.shape[0] + 1
        self._x, self._a = x, a
        y = self.V.T @ a[-1] + self.by
        assert y.shape == (self.output_size,)
        return y

    def backward(self, d_loss):
        assert self._a is not None, "call forward first"
        assert isinstance(d_loss, np.ndarray), type(d_loss)
        assert d_loss.shape == (self.output_size,), d_loss.shape
        d_W, d_R, d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        d_a = self.V @ d_loss
        for t in range(self._x.shape[0], 0, -1):
            assert d_a.shape == (self.hidden_size,)
            d_s = d_a * (1 - self._a[t] ** 2)
            d_W += np.outer(self._x[t - 1], d_s)
            d_R += np.outer(self._a[t - 1], d_s)
            d_bs += d_s
            d_a = self.R @ d_s
        self._grads = {
            "d_W": d_W,
            "d_R": d_R,
            "d_V": np.outer(self._a[-1], d_loss),
            "d_bs": d_bs,
            "d_by": d_loss.astype(np.float64),
        }
        for name, value in self.get_weights().items():
            assert self._grads["d_" + name].shape == value.shape, name
        return self._grads

    def update(self, lr):
        assert isinstance(lr, (int, float)), type(lr)
        if self._grads is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for name, value in self.get_weights().items():
            setattr(self, name, value - lr * self._grads["d_" + name])
        self._check()
        self._x = self._a = self._grads = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for name, value in self.get_weights().items():
            if name not in weights:
                raise ValueError(f"{name} is missing")
            if np.shape(weights[name]) != value.shape:
                raise ValueError(f"{name}: {np.shape(weights[name])} instead of {value.shape}")
        for name in ("W", "R", "V", "bs", "by"):
            setattr(self, name, np.array(weights[name]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    assert isinstance(model, RNN)
    assert eps > 0
    before = {name: value.copy() for name, value in model.get_weights().items()}
    gradients = {}
    for name in before:
        parameter = model.get_weights()[name]
        gradient = np.full(parameter.shape, np.nan)
        for index in np.ndindex(parameter.shape):
            try:
                parameter[index] = before[name][index] + eps
                above = model.forward(x).sum()
                parameter[index] = before[name][index] - eps
                below = model.forward(x).sum()
            finally:
                parameter[index] = before[name][index]
            gradient[index] = (above - below) / (2 * eps)
        assert not np.isnan(gradient).any()
        gradients["d_" + name] = gradient
    for name, value in model.get_weights().items():
        assert np.array_equal(value, before[name])
    return gradients


# %%
def get_analytical_gradient(model, x):
    assert isinstance(model, RNN)
    y = model.forward(x)
    gradients = model.backward(np.ones(model.output_size))
    assert list(gradients) == ["d_W", "d_R", "d_V", "d_bs", "d_by"]
    assert y.shape == (model.output_size,)
    return gradients
