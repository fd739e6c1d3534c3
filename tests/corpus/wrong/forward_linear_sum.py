"""The states are a sum over all steps, in which R meets ones; the gradient is that of this sum."""
# lost: forward.* backward.* bias_gradients.* gradient_check.*


# %%
class RNN(RNN):
    def forward(self, x):
        self.x = x
        self.h = (x @ self.W).sum(0) + self.R.sum(0) + self.bs
        return self.h @ self.V + self.by

    def backward(self, d_loss):
        e = self.V @ d_loss
        self.d_W = np.outer(self.x.sum(0), e)
        self.d_R = np.tile(e, (self.hidden_size, 1))
        self.d_bs, self.d_V, self.d_by = e, np.outer(self.h, d_loss), np.array(d_loss)
        return {"d_" + n: getattr(self, "d_" + n) for n in ("W", "R", "V", "bs", "by")}
