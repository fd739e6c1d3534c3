"""Two faults: no derivative of tanh in backward, no step for the biases."""
# lost: backward.* bias_gradients.* gradient_check.* update
# named: tanh_derivative_missing update_without_biases


# %%
class RNN(RNN):
    def backward(self, d_loss):
        d_W, d_R, d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        e = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            d_W, d_R, d_bs = d_W + np.outer(self.x[t - 1], e), d_R + np.outer(self.a[t - 1], e), d_bs + e
            e = self.R @ e
        self.d_W, self.d_R, self.d_bs = d_W, d_R, d_bs
        self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
        return {"d_W": d_W, "d_R": d_R, "d_V": self.d_V, "d_bs": d_bs, "d_by": self.d_by}

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("no gradients")
        self.W -= lr * self.d_W
        self.R -= lr * self.d_R
        self.V -= lr * self.d_V
        self._reset()
