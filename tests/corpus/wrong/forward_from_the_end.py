"""The sequence is taken off the end of a list."""
# lost: forward.*
# named: sequence_reversed


# %%
def forward(self, x):
    waiting, read, state = list(x), [], np.zeros(self.hidden_size)
    states = [state]
    while waiting:
        read.append(waiting.pop())
        state = np.tanh(self.W.T.dot(read[-1]) + self.R.T.dot(state) + self.bs)
        states.append(state)
    self.x, self.a = np.array(read), states
    return self.V.T.dot(state) + self.by


RNN.forward = forward
