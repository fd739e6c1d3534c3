"""Annotated everywhere, long docstrings, constants, private helpers, a typing.Protocol."""

# %%
from typing import ClassVar, Final, Iterator, Literal, Protocol

Name = Literal["W", "R", "V", "bs", "by"]
LIMIT: Final[float] = 0.2


class Model(Protocol):
    """Anything that maps a sequence to a vector."""

    def forward(self, x: Array) -> Array: ...


class RNN:
    r"""A network with $s[t] = W^\top x[t] + R^\top a[t-1] + b_s$.

    Examples:
        >>> RNN(2, 3, 4).forward(np.zeros((5, 2)))
        array([0., 0., 0., 0.])
    """

    NAMES: ClassVar[tuple[Name, ...]] = ("W", "R", "V", "bs", "by")

    W: Array
    R: Array
    V: Array
    bs: Array
    by: Array

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        """Draw the weights.

        Args:
            input_size: numbers per element.
            hidden_size: hidden units.
            output_size: output neurons.
        """
        self.input_size: Final = input_size
        self.hidden_size: Final = hidden_size
        self.output_size: Final = output_size
        self.W = self._draw(input_size, hidden_size)
        self.R = self._draw(hidden_size, hidden_size)
        self.V = self._draw(hidden_size, output_size)
        self.bs = np.zeros(hidden_size, dtype=np.float64)
        self.by = np.zeros(output_size, dtype=np.float64)
        self._x: Array | None = None
        self._a: Array | None = None
        self._gradients: dict[str, Array] | None = None

    @staticmethod
    def _draw(rows: int, columns: int) -> Array:
        """Return a matrix from U(-LIMIT, LIMIT)."""
        return np.random.uniform(-LIMIT, LIMIT, size=(rows, columns))

    @property
    def weights(self) -> Iterator[tuple[Name, Array]]:
        """Yield names and parameters."""
        for name in self.NAMES:
            yield name, getattr(self, name)

    def forward(self, x: Array) -> Array:
        """Return the output [output_size] for x [T, input_size]."""
        steps: int = x.shape[0]
        self._x = x
        self._a = np.zeros((steps + 1, self.hidden_size))
        for t in range(1, steps + 1):
            self._a[t] = np.tanh(self.W.T @ x[t - 1] + self.R.T @ self._a[t - 1] + self.bs)
        result: Array = self.V.T @ self._a[steps] + self.by
        return result

    def backward(self, d_loss: Array) -> dict[str, Array]:
        """Return all gradients for d_loss [output_size]."""
        if self._x is None or self._a is None:
            raise RuntimeError("Call forward before backward.")
        delta: Array = np.zeros((self._x.shape[0] + 2, self.hidden_size))
        last: int = self._x.shape[0]
        delta[last] = (self.V @ d_loss) * (1.0 - self._a[last] ** 2)
        for t in range(last - 1, 0, -1):
            delta[t] = (self.R @ delta[t + 1]) * (1.0 - self._a[t] ** 2)
        self._gradients = {
            "d_W": np.tensordot(self._x, delta[1:-1], axes=(0, 0)),
            "d_R": np.tensordot(self._a[:-1], delta[1:-1], axes=(0, 0)),
            "d_V": np.outer(self._a[last], d_loss),
            "d_bs": delta.sum(axis=0),
            "d_by": np.array(d_loss, dtype=np.float64),
        }
        return self._gradients

    def update(self, lr: float) -> None:
        """Descend by lr times the gradient."""
        if self._gradients is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        for name, value in self.weights:
            setattr(self, name, value - lr * self._gradients[f"d_{name}"])
        self._x = self._a = self._gradients = None

    def get_weights(self) -> dict[str, Array]:
        """Return the parameters, not copies."""
        return dict(self.weights)

    def set_weights(self, weights: dict[str, Array]) -> None:
        """Replace the parameters by copies."""
        missing = [name for name in self.NAMES if name not in weights]
        if missing:
            raise ValueError(f"These parameters are missing: {', '.join(missing)}.")
        for name in self.NAMES:
            setattr(self, name, np.array(weights[name], dtype=np.float64))
