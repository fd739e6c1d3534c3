"""A whole class with lists of states; the output bias is forgotten."""
# lost: forward.* gradient_check.*
# named: output_bias_missing


# %%
class RNN(RNN):
    def forward(self, x):
        self.inputs, self.states = x, [np.zeros(self.hidden_size)]
        for t in range(len(x)):
            z = np.einsum("i,ih->h", x[t], self.W) + np.einsum("h,hk->k", self.states[t], self.R)
            self.states += [np.tanh(z + self.bs)]
        return np.einsum("h,ho->o", self.states[-1], self.V)

    def backward(self, d_loss):
        g = {k: np.zeros_like(v) for k, v in self.get_weights().items()}
        g["V"], g["by"] = np.einsum("h,o->ho", self.states[-1], d_loss), d_loss + 0
        err = np.einsum("ho,o->h", self.V, d_loss)
        for t in reversed(range(len(self.inputs))):
            err = err * (1 - self.states[t + 1] ** 2)
            g["W"] += np.einsum("i,h->ih", self.inputs[t], err)
            g["R"] += np.einsum("i,h->ih", self.states[t], err)
            g["bs"] += err
            err = np.einsum("hk,k->h", self.R, err)
        self.d_W, self.d_R, self.d_V, self.d_bs, self.d_by = (g[k] for k in ("W", "R", "V", "bs", "by"))
        return {"d_" + k: v for k, v in g.items()}
