"""Prints at every step, in methods and in functions."""

# %%
print("Exercise 1")


class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        print("creating a network", input_size, hidden_size, output_size)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        gen = np.random.RandomState()
        self.W = gen.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = gen.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = gen.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        self.d_W = None
        print("W:", self.W, "\nR:", self.R, "\nV:", self.V)

    def forward(self, x):
        print("forward, x has the shape", x.shape)
        self.x = x
        self.a = np.zeros((len(x) + 1, self.hidden_size))
        for t in range(len(x)):
            self.a[t + 1] = np.tanh(self.W.T @ x[t] + self.R.T @ self.a[t] + self.bs)
            print("t =", t, "a =", self.a[t + 1])
        y = self.V.T @ self.a[-1] + self.by
        print("y =", y)
        return y

    def backward(self, d_loss):
        print("backward", d_loss.shape)
        self.d_W = np.zeros_like(self.W)
        self.d_R = np.zeros_like(self.R)
        self.d_bs = np.zeros_like(self.bs)
        self.d_V = np.outer(self.a[-1], d_loss)
        self.d_by = np.array(d_loss)
        d_a = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            d_s = d_a * (1 - self.a[t] ** 2)
            print("t =", t, "|delta| =", np.linalg.norm(d_s))
            self.d_W += np.outer(self.x[t - 1], d_s)
            self.d_R += np.outer(self.a[t - 1], d_s)
            self.d_bs += d_s
            d_a = self.R @ d_s
        result = dict(
            d_W=self.d_W, d_R=self.d_R, d_V=self.d_V, d_bs=self.d_bs, d_by=self.d_by
        )
        for name in result:
            print(name, result[name].shape, result[name])
        return result

    def update(self, lr):
        print("update with", lr)
        if self.d_W is None:
            print("no gradients!!")
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        self.W -= lr * self.d_W
        self.R -= lr * self.d_R
        self.V -= lr * self.d_V
        self.bs -= lr * self.d_bs
        self.by -= lr * self.d_by
        self.d_W = self.d_R = self.d_V = self.d_bs = self.d_by = None
        print("done")

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        print("set_weights", list(weights))
        for k in ["W", "R", "V", "bs", "by"]:
            if k not in weights:
                raise ValueError(k)
            self.__dict__[k] = np.array(weights[k])


# %%
net = RNN(2, 3, 2)
for epoch in range(30):
    error = net.forward(np.ones((4, 2))) - np.array([0.5, -0.5])
    net.backward(2 * error)
    net.update(0.1)
    print("epoch", epoch, "loss", (error**2).sum())
