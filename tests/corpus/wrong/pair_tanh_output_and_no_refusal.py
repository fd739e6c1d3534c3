"""Two faults: the output is activated, `update` does not refuse."""
# lost: forward.* gradient_check.* update
# named: activated_output update_without_gradients


# %%
class RNN(RNN):
    def forward(self, x):
        return np.tanh(super().forward(x))

    def update(self, lr):
        if self.d_W is None:
            return
        super().update(lr)
