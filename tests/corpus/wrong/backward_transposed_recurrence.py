"""The error goes back by R from the other side."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: error_passed_on_transposed


# %%
def backward(self, d_loss):
    def walk(t, error):
        if t == 0:
            return []
        delta = error * (1 - self.a[t] ** 2)
        return [*walk(t - 1, delta @ self.R), delta]

    deltas = np.array(walk(len(self.x), self.V @ d_loss))
    grads = {
        "d_W": sum(np.outer(x, d) for x, d in zip(self.x, deltas)),
        "d_R": sum(np.outer(a, d) for a, d in zip(self.a, deltas)),
        "d_V": np.outer(self.a[-1], d_loss),
        "d_bs": deltas.sum(axis=0),
        "d_by": np.copy(d_loss),
    }
    self.__dict__.update(grads)
    return grads


RNN.backward = backward
