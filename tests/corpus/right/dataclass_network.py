"""A dataclass; the weights are made in __post_init__, the sizes are its fields."""

# %%
from dataclasses import dataclass, field


@dataclass
class RNN:
    input_size: int
    hidden_size: int
    output_size: int
    W: Array = field(init=False, repr=False)
    R: Array = field(init=False, repr=False)
    V: Array = field(init=False, repr=False)
    bs: Array = field(init=False, repr=False)
    by: Array = field(init=False, repr=False)
    trace: list = field(init=False, repr=False, default_factory=list)
    grads: dict = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self):
        uniform = lambda m, n: np.random.uniform(low=-0.2, high=0.2, size=(m, n))
        self.W = uniform(self.input_size, self.hidden_size)
        self.R = uniform(self.hidden_size, self.hidden_size)
        self.V = uniform(self.hidden_size, self.output_size)
        self.bs = np.zeros(self.hidden_size)
        self.by = np.zeros(self.output_size)

    def forward(self, x):
        a = np.zeros(self.hidden_size)
        self.trace = []
        for x_t in x:
            new = np.tanh(self.W.T @ x_t + self.R.T @ a + self.bs)
            self.trace.append((x_t, a, new))
            a = new
        return self.V.T @ a + self.by

    def backward(self, d_loss):
        self.grads = {
            "d_W": np.zeros_like(self.W),
            "d_R": np.zeros_like(self.R),
            "d_V": np.outer(self.trace[-1][2], d_loss),
            "d_bs": np.zeros_like(self.bs),
            "d_by": np.array(d_loss),
        }
        d_a = self.V @ d_loss
        for x_t, before, after in reversed(self.trace):
            d_s = d_a * (1 - after**2)
            self.grads["d_W"] += np.outer(x_t, d_s)
            self.grads["d_R"] += np.outer(before, d_s)
            self.grads["d_bs"] += d_s
            d_a = self.R @ d_s
        return self.grads

    def update(self, lr):
        if not self.grads:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for k, d in self.grads.items():
            self.__dict__[k[2:]] = self.__dict__[k[2:]] - lr * d
        self.trace, self.grads = [], {}

    def get_weights(self):
        return {k: self.__dict__[k] for k in ("W", "R", "V", "bs", "by")}

    def set_weights(self, weights):
        if missing := [k for k in ("W", "R", "V", "bs", "by") if k not in weights]:
            raise ValueError(f"missing: {missing}")
        self.__dict__.update({k: np.array(weights[k]) for k in ("W", "R", "V", "bs", "by")})


# %%
RNN(2, 3, 4)
