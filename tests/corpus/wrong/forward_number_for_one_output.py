"""For one output neuron, `forward` returns a number instead of an array."""
# lost: forward.single


# %%
array_forward = RNN.forward


def forward(self, x):
    y = array_forward(self, x)
    return y.item() if y.size == 1 else y


def get_numerical_gradient(model, x, eps=1e-7):
    def loss():
        return np.sum(model.forward(x))

    grads = {}
    for name, p in model.get_weights().items():
        grads["d_" + name] = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            p0 = p[i]
            p[i] = p0 + eps
            high = loss()
            p[i] = p0 - eps
            low = loss()
            p[i] = p0
            grads["d_" + name][i] = (high - low) / (2 * eps)
    return grads


def get_analytical_gradient(model, x):
    model.forward(x)
    return model.backward(np.ones(model.output_size))


RNN.forward = forward
