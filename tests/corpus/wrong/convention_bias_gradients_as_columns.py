"""The biases are flat, but their gradients are always columns; `update` flattens them."""
# lost: bias_gradients.*


# %%
class RNN(RNN):
    def backward(self, d_loss):
        grads = super().backward(d_loss)
        self.d_bs, self.d_by = self.d_bs[:, None], self.d_by[:, None]
        return {**grads, "d_bs": self.d_bs, "d_by": self.d_by}

    def update(self, lr):
        if self.d_W is None:
            raise RuntimeError("no gradients")
        self.d_bs, self.d_by = self.d_bs.ravel(), self.d_by.ravel()
        super().update(lr)
