"""Plain lists of lists for the states and the sums; arrays only for parameters and results."""


# %%
class RNN:
    def __init__(self, input_size, hidden_size, output_size):
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        self.W = np.array(
            [[np.random.uniform(-0.2, 0.2) for _ in range(hidden_size)] for _ in range(input_size)]
        )
        self.R = np.array(
            [[np.random.uniform(-0.2, 0.2) for _ in range(hidden_size)] for _ in range(hidden_size)]
        )
        self.V = np.array(
            [[np.random.uniform(-0.2, 0.2) for _ in range(output_size)] for _ in range(hidden_size)]
        )
        self.bs = np.array([0.0] * hidden_size)
        self.by = np.array([0.0] * output_size)
        self.states = None
        self.gradients = None

    def forward(self, x):
        self.seq = [list(row) for row in x]
        self.states = [[0.0] * self.hidden_size]
        for row in self.seq:
            new = []
            for j in range(self.hidden_size):
                total = self.bs[j]
                for i in range(self.input_size):
                    total += self.W[i][j] * row[i]
                for k in range(self.hidden_size):
                    total += self.R[k][j] * self.states[-1][k]
                new.append(float(np.tanh(total)))
            self.states.append(new)
        out = []
        for o in range(self.output_size):
            out.append(
                self.by[o] + sum(self.V[j][o] * self.states[-1][j] for j in range(self.hidden_size))
            )
        return np.array(out)

    def backward(self, d_loss):
        H, I, O = self.hidden_size, self.input_size, self.output_size
        d_W = [[0.0] * H for _ in range(I)]
        d_R = [[0.0] * H for _ in range(H)]
        d_V = [[self.states[-1][j] * d_loss[o] for o in range(O)] for j in range(H)]
        d_bs = [0.0] * H
        d_by = [float(d) for d in d_loss]
        da = [sum(self.V[j][o] * d_loss[o] for o in range(O)) for j in range(H)]
        for t in range(len(self.seq), 0, -1):
            ds = [da[j] * (1 - self.states[t][j] ** 2) for j in range(H)]
            for j in range(H):
                d_bs[j] += ds[j]
                for i in range(I):
                    d_W[i][j] += self.seq[t - 1][i] * ds[j]
                for k in range(H):
                    d_R[k][j] += self.states[t - 1][k] * ds[j]
            da = [sum(self.R[k][j] * ds[j] for j in range(H)) for k in range(H)]
        self.gradients = {
            "d_W": np.array(d_W),
            "d_R": np.array(d_R),
            "d_V": np.array(d_V),
            "d_bs": np.array(d_bs),
            "d_by": np.array(d_by),
        }
        return self.gradients

    def update(self, lr):
        if self.gradients is None:
            raise RuntimeError("no gradients")
        self.W = self.W - lr * self.gradients["d_W"]
        self.R = self.R - lr * self.gradients["d_R"]
        self.V = self.V - lr * self.gradients["d_V"]
        self.bs = self.bs - lr * self.gradients["d_bs"]
        self.by = self.by - lr * self.gradients["d_by"]
        self.gradients = None
        self.states = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        for k in ("W", "R", "V", "bs", "by"):
            if k not in weights.keys():
                raise ValueError(k)
        self.W, self.R, self.V = [np.array(weights[k]) for k in ("W", "R", "V")]
        self.bs, self.by = np.array(weights["bs"]), np.array(weights["by"])
