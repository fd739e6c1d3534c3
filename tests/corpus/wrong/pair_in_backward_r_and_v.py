"""Two faults in backward: d_R is transposed, d_V uses the state before the last."""
# lost: backward.* gradient_check.*
# named: recurrent_gradient_transposed output_weights_with_the_state_before


# %%
def backward(self, d_loss):
    e, d = self.V @ d_loss, np.zeros((len(self.x), self.hidden_size))
    for t in range(len(self.x))[::-1]:
        d[t] = e * (1 - self.a[t + 1] ** 2)
        e = self.R @ d[t]
    self.d_W, self.d_R, self.d_V = self.x.T @ d, d.T @ np.array(self.a[:-1]), np.outer(self.a[-2], d_loss)
    self.d_bs, self.d_by = d.sum(0), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
