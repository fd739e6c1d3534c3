"""All gradients are clipped."""
# lost: backward.* bias_gradients.* gradient_check.*


# %%
ob = RNN.backward
def backward(self, d_loss):
    g = ob(self, d_loss)
    for k in g:
        g[k] = np.clip(g[k], -0.2, 0.2); setattr(self, k, g[k])
    return g
RNN.backward = backward
