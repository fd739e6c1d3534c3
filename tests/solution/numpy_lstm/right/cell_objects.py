"""The cache is a chain of objects, each of which knows its own way back."""


# %%
class Cell:
    def __init__(self, params, x, h, c):
        self.params, self.x, self.h0, self.c0 = params, x, h, c
        z = x @ params["W"] + h @ params["R"] + params["bg"]
        H = h.shape[1]
        self.i, self.f, self.o = (sigmoid(z[:, k * H : (k + 1) * H]) for k in (0, 1, 3))
        self.g = np.tanh(z[:, 2 * H : 3 * H])
        self.c = self.f * c + self.i * self.g
        self.h = self.o * np.tanh(self.c)

    @property
    def y(self):
        return self.h @ self.params["V"] + self.params["by"]

    def back(self, grads, d_y, d_h, d_c):
        p = self.params
        grads["V"] += self.h.T @ d_y
        grads["by"] += d_y.sum(axis=0)
        d_h = d_h + d_y @ p["V"].T
        d_c = d_c + d_h * self.o / np.cosh(self.c) ** 2
        dz = np.hstack([
            d_c * self.g * self.i * (1 - self.i),
            d_c * self.c0 * self.f * (1 - self.f),
            d_c * self.i * (1 - self.g) * (1 + self.g),
            d_h * np.tanh(self.c) * self.o * (1 - self.o),
        ])
        grads["W"] += self.x.T @ dz
        grads["R"] += self.h0.T @ dz
        grads["bg"] += dz.sum(axis=0)
        return dz @ p["R"].T, d_c * self.f


class Trace:
    def __init__(self, cells):
        self.cells = cells


def forward(params, x, state=None):
    h, c = state or (np.zeros((x.shape[1], len(params["R"]))),) * 2
    cells = []
    for x_t in x:
        cells.append(Cell(params, x_t, h, c))
        h, c = cells[-1].h, cells[-1].c
    return np.array([cell.y for cell in cells]), (h, c), Trace(cells)


def backward(params, cache, d_y):
    grads = {k: 0.0 * v for k, v in params.items()}
    errors = (0.0, 0.0)
    for cell, d in zip(reversed(cache.cells), d_y[::-1]):
        errors = cell.back(grads, d, *errors)
    return grads, errors
