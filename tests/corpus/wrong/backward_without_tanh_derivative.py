"""The tanh is not passed on the way back."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: tanh_derivative_missing


# %%
def backward(self, d_loss):
    deltas = [d_loss @ self.V.T]
    for _ in range(len(self.x) - 1):
        deltas.append(deltas[-1] @ self.R.T)
    deltas = np.array(deltas[::-1])
    self.d_W = self.x.T @ deltas
    self.d_R = np.array(self.a[:-1]).T @ deltas
    self.d_V = np.outer(self.a[-1], d_loss)
    self.d_bs = np.sum(deltas, axis=0)
    self.d_by = np.array(d_loss)
    return {k: getattr(self, k) for k in ["d_W", "d_R", "d_V", "d_bs", "d_by"]}


RNN.backward = backward
