"""Each call of `backward` fills the same dictionary and the same arrays."""


# %%
class RNN(RNN):
    def backward(self, d_loss):
        fresh = super().backward(d_loss)
        if not hasattr(self, "grads"):
            self.grads = {k: np.array(v, dtype=float) for k, v in fresh.items()}
        for k, v in fresh.items():
            self.grads[k][...] = v
            setattr(self, k, self.grads[k])
        return self.grads
