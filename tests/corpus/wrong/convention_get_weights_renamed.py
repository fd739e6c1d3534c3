"""`get_weights` has other keys; the fault that costs points is in the quotient."""
# lost: numerical_gradient.* gradient_check.*
# named: quotient_of_the_wrong_sign


# %%
def get_weights(self):
    return {"Wx": self.W, "Wh": self.R, "Wy": self.V, "bh": self.bs, "bo": self.by}


def get_numerical_gradient(model, x, eps=1e-7):
    grads, names = {}, ("d_W", "d_R", "d_V", "d_bs", "d_by")
    for name, p in zip(names, model.get_weights().values()):
        g = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 - eps
            first = model.forward(x).sum()
            p[i] = p0 + eps
            second = model.forward(x).sum()
            p[i] = p0
            g[i] = (first - second) / (2 * eps)
        grads[name] = g
    return grads


RNN.get_weights = get_weights
