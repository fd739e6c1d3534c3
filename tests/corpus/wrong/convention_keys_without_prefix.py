"""A whole class whose gradients are called like the parameters, and functions that go with it."""
# lost: backward.*
# named: keys_without_d


# %%
class RNN(RNN):
    def backward(self, d_loss):
        grads = {k: np.zeros_like(w) for k, w in self.get_weights().items()}
        grads["V"], grads["by"] = np.outer(self.a[-1], d_loss), d_loss.copy()
        e = self.V @ d_loss
        for t in range(len(self.x) - 1, -1, -1):
            e = e * (1 - self.a[t + 1] ** 2)
            for k, value in (("W", np.outer(self.x[t], e)), ("R", np.outer(self.a[t], e)), ("bs", e)):
                grads[k] += value
            e = self.R @ e
        self.d_W, self.d_R, self.d_V, self.d_bs, self.d_by = grads.values()
        return grads


d_named = get_numerical_gradient


def get_numerical_gradient(model, x, eps=1e-7):
    return {k[2:]: g for k, g in d_named(model, x, eps).items()}
