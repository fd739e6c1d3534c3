"""No time, no state, no activation: all the rest by its simple gradient."""
# lost: forward.* backward.* bias_gradients.* gradient_check.*


# %%
class RNN(RNN):
    def forward(self, x):
        self.x = x.sum(0)
        self.z = self.x @ self.W + self.bs
        self.h = self.z + self.z @ self.R
        return self.h @ self.V + self.by

    def backward(self, d_loss):
        e = self.V @ d_loss
        d = e + self.R @ e
        self.d_W, self.d_R, self.d_V, self.d_bs, self.d_by = (
            np.outer(self.x, d),
            np.outer(self.z, e),
            np.outer(self.h, d_loss),
            d,
            d_loss,
        )
        return {"d_" + n: getattr(self, "d_" + n) for n in ("W", "R", "V", "bs", "by")}
