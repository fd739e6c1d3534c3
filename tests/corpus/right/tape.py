"""A small tape: each number knows what it came from, and `backward` plays it back."""


# %%
class T:
    def __init__(self, v, back=()):
        self.v, self.back, self.g = np.asarray(v, dtype=float), back, 0.0
    def __matmul__(self, o):
        return T(self.v @ o.v, ((self, lambda g: g @ o.v.T), (o, lambda g: np.outer(self.v, g))))
    def __add__(self, o):
        return T(self.v + o.v, ((self, lambda g: g), (o, lambda g: g)))
    def tanh(self):
        v = np.tanh(self.v)
        return T(v, ((self, lambda g: g * (1 - v * v)),))
    def run(self, g):
        order, seen = [], set()
        def visit(n):
            if id(n) in seen: return
            seen.add(id(n))
            for p, _ in n.back: visit(p)
            order.append(n)
        visit(self)
        self.g = g
        for n in reversed(order):
            for p, f in n.back: p.g = p.g + f(n.g)

class RNN(RNN):
    def forward(self, x):
        self.t = {n: T(getattr(self, n)) for n in ("W", "R", "V", "bs", "by")}
        t = self.t
        a = T(np.zeros(self.hidden_size))
        for row in x:
            a = (T(row) @ t["W"] + a @ t["R"] + t["bs"]).tanh()
        self.y = a @ t["V"] + t["by"]
        return self.y.v.copy()
    def backward(self, d_loss):
        for n in self.t.values(): n.g = 0.0
        # intermediates are made anew, as gradients add up
        self.y.run(np.asarray(d_loss, dtype=float))
        for n, t in self.t.items(): setattr(self, f"d_{n}", t.g)
        return {f"d_{n}": t.g for n, t in self.t.items()}
