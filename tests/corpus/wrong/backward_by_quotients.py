"""`backward` is a difference quotient of the loss itself."""
# lost: backward.* bias_gradients.* gradient_check.* analytical_gradient


# %%
def backward(self, d_loss):
    grads, x = {}, self.x
    for name in ("W", "R", "V", "bs", "by"):
        p, h = getattr(self, name), 1e-5
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p[i] += h
            up = self.forward(x) @ d_loss
            p[i] -= 2 * h
            down = self.forward(x) @ d_loss
            p[i] += h
            g[i] = (up - down) / (2 * h)
        grads["d_" + name] = g
        setattr(self, "d_" + name, g)
    return grads


RNN.backward = backward
