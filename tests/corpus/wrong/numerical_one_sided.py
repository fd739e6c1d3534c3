"""One-sided: the loss a step above minus the plain one, on copies of the weights."""
# lost: numerical_gradient.*
# named: one_sided_quotient


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    weights = {k: np.copy(w) for k, w in model.get_weights().items()}
    plain, gradients = np.sum(model.forward(x)), {}
    for k, w in weights.items():
        quotients = []
        for i in range(w.size):
            moved = w.copy()
            moved.flat[i] += eps
            model.set_weights({**weights, k: moved})
            quotients.append((np.sum(model.forward(x)) - plain) / eps)
        gradients["d_" + k] = np.reshape(quotients, w.shape)
    model.set_weights(weights)
    return gradients
