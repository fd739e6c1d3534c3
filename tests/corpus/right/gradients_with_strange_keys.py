"""The gradients are in a dictionary class, with a number, None and a tuple as further keys."""


# %%
class G(dict):
    pass

ob, on = RNN.backward, get_numerical_gradient
def backward(self, d_loss):
    g = G(ob(self, d_loss)); g[7] = np.zeros(3); g[None] = None; g[("a", 1)] = "x"
    return g
RNN.backward = backward
def get_numerical_gradient(model, x, eps=1e-7):
    g = G(on(model, x, eps)); g[3.5] = {1, 2}
    return g
