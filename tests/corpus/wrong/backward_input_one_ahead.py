"""Inputs and errors are a step apart, and the first input comes last."""
# lost: backward.* gradient_check.*
# named: input_of_another_step


# %%
def backward(self, d_loss):
    e, deltas = self.V @ d_loss, []
    for state in self.a[:0:-1]:
        deltas.insert(0, e * (1 - state**2))
        e = self.R @ deltas[0]
    shifted = [*self.x[1:], self.x[0]]
    self.d_W = sum(np.outer(x, d) for x, d in zip(shifted, deltas))
    self.d_R = sum(np.outer(a, d) for a, d in zip(self.a, deltas))
    self.d_V, self.d_bs, self.d_by = np.outer(self.a[-1], d_loss), sum(deltas), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
