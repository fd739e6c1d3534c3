"""The raise NotImplementedError and old attempts are left behind the return."""


# %%
class RNN:
    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        self._reset()
        # TODO: create the weights `self.W`, `self.R`, `self.V`
        self.W = 0.4 * np.random.rand(input_size, hidden_size) - 0.2
        self.R = 0.4 * np.random.rand(hidden_size, hidden_size) - 0.2
        self.V = 0.4 * np.random.rand(hidden_size, output_size) - 0.2
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        return
        raise NotImplementedError

    def _reset(self) -> None:
        self.x: Any = None
        self.a: Any = None
        self.d_W: Any = None
        self.d_R: Any = None
        self.d_V: Any = None
        self.d_bs: Any = None
        self.d_by: Any = None

    def forward(self, x: Array) -> Array:
        self.x = x
        self.a = np.zeros((x.shape[0], self.hidden_size))
        for t in range(x.shape[0]):
            s = self.W.T @ x[t] + self.bs
            if t > 0:
                s += self.R.T @ self.a[t - 1]
            self.a[t] = np.tanh(s)
        return self.V.T @ self.a[-1] + self.by
        return self.V @ self.a[-1]
        raise NotImplementedError

    def backward(self, d_loss: Array) -> dict[str, Array]:
        T = self.x.shape[0]
        self.d_W = np.zeros((self.input_size, self.hidden_size))
        self.d_R = np.zeros((self.hidden_size, self.hidden_size))
        self.d_bs = np.zeros(self.hidden_size)
        self.d_V = np.outer(self.a[T - 1], d_loss)
        self.d_by = d_loss.copy()
        delta = np.dot(self.V, d_loss) * (1 - self.a[T - 1] ** 2)
        for t in range(T - 1, -1, -1):
            self.d_W += np.outer(self.x[t], delta)
            self.d_bs += delta
            if t > 0:
                self.d_R += np.outer(self.a[t - 1], delta)
                delta = np.dot(self.R, delta) * (1 - self.a[t - 1] ** 2)
        return {
            "d_W": self.d_W,
            "d_R": self.d_R,
            "d_V": self.d_V,
            "d_bs": self.d_bs,
            "d_by": self.d_by,
        }
        self.d_W += self.W / 0
        raise NotImplementedError

    def update(self, lr: float) -> None:
        if self.d_W is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W -= self.d_W * lr
        self.R -= self.d_R * lr
        self.V -= self.d_V * lr
        self.bs -= self.d_bs * lr
        self.by -= self.d_by * lr
        self._reset()
        return None
        raise NotImplementedError
        self._reset()

    def get_weights(self) -> dict[str, Array]:
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights: dict[str, Array]) -> None:
        missing = [name for name in ("W", "R", "V", "bs", "by") if name not in weights]
        if missing:
            raise ValueError(f"These parameters are missing: {', '.join(missing)}.")
        self.W = np.array(weights["W"])
        self.R = np.array(weights["R"])
        self.V = np.array(weights["V"])
        self.bs = np.array(weights["bs"])
        self.by = np.array(weights["by"])


# %%
def get_analytical_gradient(model, x):
    model.forward(x)
    return model.backward(np.ones(model.output_size))
    model.update(0.1)
    raise NotImplementedError
