"""A `forward` without activation and a `backward` of quotients."""
# lost: forward.* backward.* bias_gradients.* analytical_gradient gradient_check.*
# named: no_activation


# %%
def forward(self, x):
    self.x = x
    h = np.zeros(self.hidden_size)
    for v in x:
        h = v @ self.W + h @ self.R + self.bs
    return h @ self.V + self.by


def backward(self, d_loss):
    def moved(parameter, index, step):
        kept, parameter[index] = parameter[index], parameter[index] + step
        loss = d_loss @ self.forward(self.x)
        parameter[index] = kept
        return loss

    h = 0.1
    for name, p in self.get_weights().items():
        q = [(moved(p, i, h) - moved(p, i, -h)) / (2 * h) for i in np.ndindex(p.shape)]
        setattr(self, f"d_{name}", np.reshape(q, p.shape))
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.forward, RNN.backward = forward, backward
