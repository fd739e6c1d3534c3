"""Generator functions for the states, the errors and the entries of the parameters."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size, self.hidden_size, self.output_size = input_size, hidden_size, output_size

        def matrices():
            for shape in ((input_size, hidden_size), (hidden_size,) * 2, (hidden_size, output_size)):
                yield np.random.uniform(-0.2, 0.2, shape)

        self.W, self.R, self.V = matrices()
        self.bs, self.by = (np.zeros(n) for n in (hidden_size, output_size))
        self.gradients = None

    def _states(self, x):
        a = np.zeros(self.hidden_size)
        yield a
        for x_t in x:
            a = np.tanh(x_t @ self.W + a @ self.R + self.bs)
            yield a

    def _errors(self, d_loss):
        d_a = self.V @ d_loss
        for a in reversed(self.a[1:]):
            d_s = d_a * (1 - a * a)
            yield d_s
            d_a = self.R @ d_s

    def forward(self, x):
        self.x = x
        self.a = list(self._states(x))
        return self.a[-1] @ self.V + self.by

    def backward(self, d_loss):
        errors = list(self._errors(d_loss))[::-1]
        self.gradients = {
            "d_W": sum(np.outer(x, e) for x, e in zip(self.x, errors)),
            "d_R": sum(np.outer(a, e) for a, e in zip(self.a, errors)),
            "d_V": np.outer(self.a[-1], d_loss),
            "d_bs": sum(errors),
            "d_by": np.array([d for d in d_loss]),
        }
        return self.gradients

    def update(self, lr):
        if self.gradients is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.set_weights({n: w - lr * self.gradients[f"d_{n}"] for n, w in self._named()})
        self.gradients = None

    def _named(self):
        yield "W", self.W
        yield "R", self.R
        yield "V", self.V
        yield "bs", self.bs
        yield "by", self.by

    def get_weights(self):
        return dict(self._named())

    def set_weights(self, weights):
        for n, _ in self._named():
            if n not in weights:
                raise ValueError(n)
        for n, _ in self._named():
            setattr(self, n, np.array(weights[n]))


# %%
def neighbours(array, eps):
    """Yields every index twice, while the array is moved up and while it is moved down."""
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + eps
        yield index, 1
        array[index] = kept - eps
        yield index, -1
        array[index] = kept


def get_numerical_gradient(model, x, eps=1e-7):
    gradients = {}
    for name, array in model.get_weights().items():
        gradients[f"d_{name}"] = gradient = np.zeros_like(array)
        for index, sign in neighbours(array, eps):
            gradient[index] += sign * model.forward(x).sum() / (2 * eps)
    return gradients
