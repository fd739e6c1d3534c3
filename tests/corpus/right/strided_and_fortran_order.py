"""The biases are every second number of a longer array, the matrices lie in Fortran order."""


# %%
class RNN(RNN):
    def __init__(self, i, h, o):
        super().__init__(i, h, o)
        self.theta = np.zeros(2 * (i * h + h * h + h * o + h + o))[::2]
        self._views(self.get_weights())
    def _views(self, weights):
        start = 0
        for n, v in weights.items():
            part = self.theta[start:start + v.size].reshape(v.shape, order="F") if v.ndim == 1 else np.asfortranarray(v)
            part[...] = v
            setattr(self, n, part)
            start += v.size
    def set_weights(self, weights):
        super().set_weights(weights)
        self._views({n: getattr(self, n) for n in ("W", "R", "V", "bs", "by")})
