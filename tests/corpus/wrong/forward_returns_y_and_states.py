"""`forward` gives the output and the states; all that follows knows."""
# lost: forward.*


# %%
given = RNN.forward


def forward(self, x):
    y = given(self, x)
    return y, np.array(self.a)


RNN.forward = forward


def get_numerical_gradient(model, x, eps=1e-7):
    gradients = {}
    for name, values in model.get_weights().items():
        gradient = np.zeros_like(values)
        for index in np.ndindex(values.shape):
            kept = values[index]
            values[index] = kept + eps
            above = model.forward(x)[0].sum()
            values[index] = kept - eps
            below = model.forward(x)[0].sum()
            values[index] = kept
            gradient[index] = (above - below) / (2 * eps)
        gradients[f"d_{name}"] = gradient
    return gradients


def get_analytical_gradient(model, x):
    y, _ = model.forward(x)
    return model.backward(np.ones_like(y))
