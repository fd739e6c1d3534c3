"""A whole class: `d_bs` is assigned in the loop, where the weights are added up."""
# lost: bias_gradients.* gradient_check.*
# named: hidden_bias_not_summed


# %%
class RNN(RNN):
    def forward(self, x):
        self.x, self.h = x, np.zeros((len(x) + 1, self.hidden_size))
        for t in range(len(x)):
            self.h[t + 1] = np.tanh(x[t] @ self.W + self.h[t] @ self.R + self.bs)
        return self.h[-1] @ self.V + self.by

    def backward(self, d_loss):
        self.d_W, self.d_R = np.zeros(self.W.shape), np.zeros(self.R.shape)
        self.d_V, self.d_by = np.multiply.outer(self.h[-1], d_loss), d_loss.copy()
        d_h = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            self.d_bs = d_h * (1 - self.h[t] ** 2)
            self.d_W += np.multiply.outer(self.x[t - 1], self.d_bs)
            self.d_R += np.multiply.outer(self.h[t - 1], self.d_bs)
            d_h = self.R @ self.d_bs
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
