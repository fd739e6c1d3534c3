"""The output goes through a sigmoid, which backward does not know of."""
# lost: forward.* gradient_check.*
# named: output_through_sigmoid


# %%
def forward(self, x):
    h = np.zeros((1, self.hidden_size))
    self.x, self.a = x, [h[0]]
    for x_t in x:
        h = np.tanh(x_t[None] @ self.W + h @ self.R + self.bs[None])
        self.a.append(h[0])
    return 1 / (1 + np.exp(-(h @ self.V + self.by)[0]))


RNN.forward = forward
