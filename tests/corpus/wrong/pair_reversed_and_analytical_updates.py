"""Two faults: the sequence is read backwards, the analytical gradient makes a step."""
# lost: forward.* analytical_gradient
# named: sequence_reversed analytical_updates


# %%
ahead = RNN.forward


def forward(self, x):
    return ahead(self, x[::-1])


RNN.forward = forward


def get_analytical_gradient(model, x):
    y = model.forward(x)
    grads = model.backward(np.ones_like(y))
    model.update(1e-3)
    return grads
