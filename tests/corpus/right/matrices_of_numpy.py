"""The weights are of the class np.matrix."""


# %%
class RNN(RNN):
    def __init__(self, i, h, o):
        super().__init__(i, h, o)
        self.W, self.R, self.V = np.matrix(self.W), np.matrix(self.R), np.matrix(self.V)
    def set_weights(self, weights):
        super().set_weights(weights)
        self.W, self.R, self.V = np.matrix(self.W), np.matrix(self.R), np.matrix(self.V)
    def forward(self, x):
        a = [np.matrix(np.zeros((self.hidden_size, 1)))]
        for row in x:
            s = self.W.T * np.matrix(row).T + self.R.T * a[-1] + self.bs.reshape(-1, 1)
            a.append(np.tanh(s))
        self.x, self.a = x, a
        return np.asarray(self.V.T * a[-1]).ravel() + self.by
    def backward(self, d_loss):
        e = self.V * np.matrix(d_loss).T
        dW, dR, db = 0 * self.W, 0 * self.R, np.zeros((self.hidden_size, 1))
        for t in range(len(self.x), 0, -1):
            d = np.multiply(e, 1 - np.power(self.a[t], 2))
            dW = dW + np.matrix(self.x[t - 1]).T * d.T
            dR = dR + self.a[t - 1] * d.T
            db = db + d
            e = self.R * d
        self.d_W, self.d_R, self.d_V = dW, dR, self.a[-1] * np.matrix(d_loss)
        self.d_bs, self.d_by = np.asarray(db).ravel(), np.array(d_loss)
        return dict(d_W=dW, d_R=dR, d_V=self.d_V, d_bs=self.d_bs, d_by=self.d_by)
