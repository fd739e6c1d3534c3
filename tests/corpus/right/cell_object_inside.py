"""The network is made of two layer objects with backward methods of their own."""


# %%
class Cell:
    def __init__(self, n, h):
        self.W = np.random.uniform(-0.2, 0.2, (n, h))
        self.R = np.random.uniform(-0.2, 0.2, (h, h))
        self.b = np.zeros(h)
        self.stack = []
        self.zero()

    def zero(self):
        self.dW, self.dR, self.db = map(np.zeros_like, (self.W, self.R, self.b))

    def forward(self, x, a):
        new = np.tanh(x @ self.W + a @ self.R + self.b)
        self.stack.append((x, a, new))
        return new

    def backward(self, da, t):
        x, a, new = self.stack[t]
        ds = da * (1 - new**2)
        self.dW += np.outer(x, ds)
        self.dR += np.outer(a, ds)
        self.db += ds
        return self.R @ ds


class Linear:
    def __init__(self, h, o):
        self.V = np.random.uniform(-0.2, 0.2, (h, o))
        self.b = np.zeros(o)

    def forward(self, a):
        self.a = a
        return a @ self.V + self.b

    def backward(self, dy):
        self.dV, self.db = np.outer(self.a, dy), np.array(dy)
        return self.V @ dy


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.cell = Cell(input_size, hidden_size)
        self.out = Linear(hidden_size, output_size)
        self.output_size = output_size
        self.has_gradients = False

    def forward(self, x):
        self.cell.stack = []
        a = np.zeros_like(self.cell.b)
        for x_t in x:
            a = self.cell.forward(x_t, a)
        return self.out.forward(a)

    def backward(self, d_loss):
        d = self.out.backward(d_loss)
        self.cell.zero()
        for t in reversed(range(len(self.cell.stack))):
            d = self.cell.backward(d, t)
        self.has_gradients = True
        return {
            "d_W": self.cell.dW,
            "d_R": self.cell.dR,
            "d_V": self.out.dV,
            "d_bs": self.cell.db,
            "d_by": self.out.db,
        }

    def update(self, lr):
        if not self.has_gradients:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.cell.W -= lr * self.cell.dW
        self.cell.R -= lr * self.cell.dR
        self.cell.b -= lr * self.cell.db
        self.out.V -= lr * self.out.dV
        self.out.b -= lr * self.out.db
        self.cell.zero()
        self.has_gradients = False

    def get_weights(self):
        c, o = self.cell, self.out
        return {"W": c.W, "R": c.R, "V": o.V, "bs": c.b, "by": o.b}

    def set_weights(self, weights):
        if not {"W", "R", "V", "bs", "by"} <= set(weights):
            raise ValueError("parameters are missing")
        self.cell.W, self.cell.R = np.array(weights["W"]), np.array(weights["R"])
        self.out.V = np.array(weights["V"])
        self.cell.b, self.out.b = np.array(weights["bs"]), np.array(weights["by"])

    W = property(lambda self: self.cell.W)
    R = property(lambda self: self.cell.R)
    V = property(lambda self: self.out.V)
    bs = property(lambda self: self.cell.b)
    by = property(lambda self: self.out.b)
