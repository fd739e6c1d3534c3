"""Functions and methods are called through the class: RNN.forward(model, x)."""


# %%
def get_numerical_gradient(model: RNN, x: Array, eps: float = 1e-7) -> dict[str, Array]:
    grads = {}
    for key in ["W", "R", "V", "bs", "by"]:
        param = getattr(model, key)
        grad = np.zeros_like(param)
        it = np.nditer(param, flags=["multi_index"], op_flags=["readwrite"])
        while not it.finished:
            idx = it.multi_index
            tmp = param[idx]
            param[idx] = tmp + eps
            plus = np.sum(RNN.forward(model, x))
            param[idx] = tmp - eps
            minus = np.sum(RNN.forward(model, x))
            param[idx] = tmp
            grad[idx] = (plus - minus) / (2 * eps)
            it.iternext()
        grads["d_" + key] = grad
    return grads


# %%
def get_analytical_gradient(model: RNN, x: Array) -> dict[str, Array]:
    RNN.forward(model, x)
    return RNN.backward(model, np.ones(model.output_size))
