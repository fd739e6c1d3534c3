"""`backward` is a difference quotient of eighth order."""
# lost: backward.* bias_gradients.* analytical_gradient gradient_check.*


# %%
def backward(self, d_loss):
    def moved(parameter, index, step):
        kept, parameter[index] = parameter[index], parameter[index] + step
        loss = d_loss @ self.forward(self.x)
        parameter[index] = kept
        return loss

    weights, h = ((1, 4 / 5), (2, -1 / 5), (3, 4 / 105), (4, -1 / 280)), 5e-3
    for name, p in self.get_weights().items():
        quotients = [sum(w * (moved(p, i, k * h) - moved(p, i, -k * h)) for k, w in weights) / h for i in np.ndindex(p.shape)]
        setattr(self, f"d_{name}", np.reshape(quotients, p.shape))
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
