"""All results have the right shape, and all are zero."""
# lost: initialisation forward carried_state loss *_gradients clipping update training training_result numerical_gradient analytical_gradient gradient_check
# named: state_gradients_zero


# %%
def zeros(params):
    return {name: np.zeros(value.shape) for name, value in params.items()}


first = initialise


def initialise(input_size, hidden_size, output_size, seed):
    return zeros(first(input_size, hidden_size, output_size, seed))


def forward(params, x, state=None):
    h = np.zeros((x.shape[1], len(params["R"])))
    return np.zeros((*x.shape[:2], len(params["by"]))), (h, h), h


def mean_squared_error(y, target):
    return 0.0, np.zeros(y.shape)


def backward(params, cache, d_y):
    return zeros(params), (np.zeros(cache.shape), np.zeros(cache.shape))


def numerical_gradient(params, x, target, eps=1e-5):
    return zeros(params)


def analytical_gradient(params, x, target):
    return zeros(params)


def clip(grads, max_norm):
    return zeros(grads), 0.0


def update(params, grads, lr):
    return zeros(params)


def train(params, steps, lr, max_norm, seed):
    return params, [0.0] * steps
