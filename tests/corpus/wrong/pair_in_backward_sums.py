"""Two faults in backward: neither d_W nor d_bs is summed over time, d_R is."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: input_weights_not_summed hidden_bias_not_summed


# %%
class RNN(RNN):
    def backward(self, d_loss):
        self.d_R = np.zeros((self.hidden_size, self.hidden_size))
        e = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            e = (1 - self.a[t] ** 2) * e
            self.d_W = np.outer(self.x[t - 1], e)
            self.d_R += np.outer(self.a[t - 1], e)
            self.d_bs = e
            e = self.R @ e
        self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss.copy()
        return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}
