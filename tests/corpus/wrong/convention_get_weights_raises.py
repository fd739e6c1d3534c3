"""`get_weights` stops with an exception; the fault that costs points is in the quotient."""
# lost: numerical_gradient.* gradient_check.*
# named: quotient_of_the_wrong_sign


# %%
def get_weights(self):
    return {name: getattr(self, name) for name in self.parameter_names}


def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for name in ("W", "R", "V", "bs", "by"):
        p = getattr(model, name)
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 - eps
            first = model.forward(x).sum()
            p[i] = p0 + eps
            second = model.forward(x).sum()
            p[i] = p0
            g[i] = (first - second) / (2 * eps)
        grads["d_" + name] = g
    return grads


RNN.get_weights = get_weights
