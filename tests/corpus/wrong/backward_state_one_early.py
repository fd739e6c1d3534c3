"""The derivative of tanh takes the state before, in a whole class with its own names."""
# lost: backward.* bias_gradients.* gradient_check.*
# named: tanh_derivative_one_step_early


# %%
class RNN(RNN):
    def forward(self, x):
        self.sequence = x
        self.states = [np.zeros(self.hidden_size)]
        for vector in x:
            self.states.append(np.tanh(vector.dot(self.W) + self.states[-1].dot(self.R) + self.bs))
        return self.states[-1].dot(self.V) + self.by

    def backward(self, d_loss):
        d_W, d_R, d_bs = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        error = self.V.dot(d_loss)
        for vector, state in list(zip(self.sequence, self.states))[::-1]:
            error = error * (1.0 - np.square(state))
            d_W += np.outer(vector, error)
            d_R += np.outer(state, error)
            d_bs += error
            error = self.R.dot(error)
        self.d_W, self.d_R, self.d_V = d_W, d_R, np.outer(self.states[-1], d_loss)
        self.d_bs, self.d_by = d_bs, d_loss.copy()
        return {"d_W": d_W, "d_R": d_R, "d_V": self.d_V, "d_bs": d_bs, "d_by": self.d_by}
