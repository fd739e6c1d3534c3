"""update in place, and forgets by del; refuses through a subclass of RuntimeError; private stash."""


# %%
class NoGradients(RuntimeError):
    pass


class RNN(RNN):
    def backward(self, d_loss):
        self._stash = super().backward(d_loss)
        return {k: v.copy() for k, v in self._stash.items()}

    def update(self, lr):
        try:
            g = self._stash
        except AttributeError:
            raise NoGradients("call backward") from None
        for k, p in self.get_weights().items():
            p -= lr * g["d_" + k]
        del self._stash
        self._reset()
