"""Everything has batch axis inside; biases kept as (1, n) privately."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.sizes = input_size, hidden_size, output_size
        u = lambda *s: (np.random.random_sample(s) - 0.5) * 0.4
        self._p = {
            "W": u(input_size, hidden_size),
            "R": u(hidden_size, hidden_size),
            "V": u(hidden_size, output_size),
            "bs": np.zeros((1, hidden_size)),
            "by": np.zeros((1, output_size)),
        }
        self._g = {}

    def __getattr__(self, n):
        p = self.__dict__.get("_p", {})
        g = self.__dict__.get("_g", {})
        if n in p:
            return p[n][0] if n[0] == "b" else p[n]
        if n[:2] == "d_" and n[2:] in p:
            return g.get(n[2:])
        raise AttributeError(n)

    def forward(self, x):
        xb = np.asarray(x)[None]
        B, T, _ = xb.shape
        hs = np.zeros((B, T + 1, self.sizes[1]))
        for t in range(T):
            hs[:, t + 1] = np.tanh(
                xb[:, t] @ self._p["W"] + hs[:, t] @ self._p["R"] + self._p["bs"]
            )
        self.cache = xb, hs
        return (hs[:, -1] @ self._p["V"] + self._p["by"])[0]

    def backward(self, d_loss):
        xb, hs = self.cache
        dy = np.reshape(d_loss, (1, -1))
        g = {k: np.zeros_like(v) for k, v in self._p.items()}
        g["V"] = np.einsum("bh,bo->ho", hs[:, -1], dy)
        g["by"] = dy.sum(0, keepdims=True)
        dh = dy @ self._p["V"].T
        for t in reversed(range(xb.shape[1])):
            ds = dh * (1 - hs[:, t + 1] ** 2)
            g["W"] += np.einsum("bi,bh->ih", xb[:, t], ds)
            g["R"] += np.einsum("bi,bh->ih", hs[:, t], ds)
            g["bs"] += ds.sum(0, keepdims=True)
            dh = ds @ self._p["R"].T
        self._g = g
        return {"d_" + k: (v[0] if k[0] == "b" else v) for k, v in g.items()}

    def update(self, lr):
        if not self._g:
            raise RuntimeError("backward first")
        for k in self._p:
            self._p[k] = self._p[k] - lr * self._g[k]
        self._g = {}

    def get_weights(self):
        return {k: (v[0] if k[0] == "b" else v) for k, v in self._p.items()}

    def set_weights(self, w):
        if set(self._p) - set(w):
            raise ValueError
        for k in self._p:
            self._p[k] = np.array(w[k], float).reshape(self._p[k].shape)
