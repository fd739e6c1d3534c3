"""Every step reads the first element of the sequence."""
# lost: forward.*


# %%
def forward(self, x):
    self.x = np.repeat(x[:1], len(x), axis=0)
    self.a = [np.zeros(self.hidden_size)]
    drive = x[0] @ self.W + self.bs
    for _ in x:
        self.a.append(np.tanh(drive + self.a[-1] @ self.R))
    return self.a[-1] @ self.V + self.by


RNN.forward = forward
