"""The output is made of the mean of all states; the way back is that of the last one."""
# lost: forward.* gradient_check.*
# named: mean_of_states


# %%
class RNN(RNN):
    def forward(self, x):
        self.x = x
        self.a = [np.zeros(self.hidden_size)]
        total = np.zeros(self.hidden_size)
        for row in x:
            state = np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs)
            self.a.append(state)
            total += state
        return (total / len(x)) @ self.V + self.by
