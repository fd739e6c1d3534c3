"""The logistic function for tanh, with its own derivative in the backward pass."""
# lost: forward.*
# named: sigmoid_throughout


# %%
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for t in range(len(x)):
        self.a.append(sigmoid(x[t].dot(self.W) + self.a[t].dot(self.R) + self.bs))
    return self.a[-1].dot(self.V) + self.by


def backward(self, d_loss):
    deltas, error = [], self.V.dot(d_loss)
    for a in self.a[:0:-1]:
        deltas.insert(0, error * a * (1 - a))
        error = self.R.dot(deltas[0])
    deltas = np.array(deltas)
    self.d_W = self.x.T.dot(deltas)
    self.d_R = np.array(self.a[:-1]).T.dot(deltas)
    self.d_V = np.outer(self.a[-1], d_loss)
    self.d_bs = deltas.sum(0)
    self.d_by = d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.forward, RNN.backward = forward, backward
