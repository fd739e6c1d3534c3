"""Two faults: no output bias, and `backward` is handed the output itself."""
# lost: forward.* analytical_gradient gradient_check.*
# named: output_bias_missing analytical_from_the_output


# %%
def forward(self, x):
    self.x, self.a = x, [np.zeros(self.hidden_size)]
    for row in x:
        self.a.append(np.tanh(row @ self.W + self.a[-1] @ self.R + self.bs))
    return self.a[-1] @ self.V


RNN.forward = forward


def get_analytical_gradient(model, x):
    return model.backward(model.forward(x))
