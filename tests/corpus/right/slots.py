"""A class with __slots__, so that no other attribute can be set on it, and a __repr__."""


# %%
class RNN:
    __slots__ = ("sizes", "W", "R", "V", "bs", "by", "x", "a", "grad")

    def __init__(self, input_size, hidden_size, output_size):
        self.sizes = (input_size, hidden_size, output_size)
        draw = lambda *shape: np.random.uniform(-0.2, 0.2, shape)
        self.W, self.R, self.V = (
            draw(input_size, hidden_size),
            draw(hidden_size, hidden_size),
            draw(hidden_size, output_size),
        )
        self.bs, self.by = np.zeros(hidden_size), np.zeros(output_size)
        self.x = self.a = self.grad = None

    def __repr__(self):
        return "RNN(%d, %d, %d)" % self.sizes

    def forward(self, x):
        self.x, self.a = x, np.zeros((len(x) + 1, self.sizes[1]))
        for t in range(len(x)):
            np.tanh(x[t] @ self.W + self.a[t] @ self.R + self.bs, out=self.a[t + 1])
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        W, R, bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        d_a = self.V @ d_loss
        for t in np.arange(len(self.x))[::-1]:
            d_s = d_a * (1 - self.a[t + 1] ** 2)
            W += np.multiply.outer(self.x[t], d_s)
            R += np.multiply.outer(self.a[t], d_s)
            bs += d_s
            d_a = self.R @ d_s
        V = np.multiply.outer(self.a[-1], d_loss)
        self.grad = {"d_W": W, "d_R": R, "d_V": V, "d_bs": bs, "d_by": np.array(d_loss)}
        return self.grad

    def update(self, lr):
        if self.grad is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for key, value in self.grad.items():
            setattr(self, key[2:], getattr(self, key[2:]) - lr * value)
        self.x = self.a = self.grad = None

    def get_weights(self):
        return {key: getattr(self, key) for key in self.__slots__[1:6]}

    def set_weights(self, weights):
        for key in self.__slots__[1:6]:
            if key not in weights:
                raise ValueError(key)
        for key in self.__slots__[1:6]:
            setattr(self, key, np.array(weights[key]))


# %%
def get_analytical_gradient(model, x):
    model.forward(x)
    return model.backward(np.ones(model.sizes[2]))
