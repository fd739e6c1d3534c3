"""The numerical gradient works on copies of the whole model, made without the module copy."""


# %%
def clone(model):
    other = RNN(model.input_size, model.hidden_size, model.output_size)
    other.set_weights(model.get_weights())
    return other


def get_numerical_gradient(model, x, eps=1e-7):
    grads = dict()
    for name, value in model.get_weights().items():
        g = np.zeros_like(value)
        for idx, _ in np.ndenumerate(value):
            above, below = clone(model), clone(model)
            above.get_weights()[name][idx] += eps
            below.get_weights()[name][idx] -= eps
            g[idx] = np.sum(above.forward(x) - below.forward(x)) / 2 / eps
        grads[f"d_{name}"] = g
    return grads


# %%
def get_analytical_gradient(model, x):
    other = clone(model)
    other.forward(x)
    return other.backward(np.ones(model.output_size))
