"""All networks share a memory of the outputs that they have computed."""


# %%
class RNN(RNN):
    _cache = {}
    def forward(self, x):
        key = b"".join(np.ascontiguousarray(v).tobytes() for v in [x, *self.get_weights().values()]) + repr(x.shape).encode()
        if key not in self._cache:
            y = super().forward(x)
            self._cache[key] = (y, self.x, self.a)
        y, self.x, self.a = self._cache[key]
        return y.copy()
