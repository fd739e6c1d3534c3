"""The recurrent gradient pairs each error with the state of the same step."""
# lost: backward.* gradient_check.*
# named: own_state_for_the_state_before


# %%
def backward(self, d_loss):
    T, states = len(self.x), np.asarray(self.a)
    deltas = np.zeros((T, self.hidden_size))
    deltas[-1] = (d_loss @ self.V.T) * (1 - states[T] ** 2)
    for t in range(T - 2, -1, -1):
        deltas[t] = (deltas[t + 1] @ self.R.T) * (1 - states[t + 1] ** 2)
    self.d_W, self.d_R = self.x.T @ deltas, states[1:].T @ deltas
    self.d_V, self.d_bs, self.d_by = np.outer(states[T], d_loss), deltas.sum(0), d_loss.copy()
    return {"d_W": self.d_W, "d_R": self.d_R, "d_V": self.d_V, "d_bs": self.d_bs, "d_by": self.d_by}


RNN.backward = backward
