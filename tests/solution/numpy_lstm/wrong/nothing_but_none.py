"""All functions do nothing."""
# lost: initialisation forward carried_state loss *_gradients clipping update training training_result numerical_gradient analytical_gradient gradient_check


# %%
def initialise(input_size, hidden_size, output_size, seed): pass
def forward(params, x, state=None): pass
def mean_squared_error(y, target): pass
def backward(params, cache, d_y): pass
def numerical_gradient(params, x, target, eps=1e-5): pass
def analytical_gradient(params, x, target): pass
def clip(grads, max_norm): pass
def update(params, grads, lr): pass
def train(params, steps, lr, max_norm, seed): pass
