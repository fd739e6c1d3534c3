"""Magics, failing scratch cells and questions to Python between the right answers."""

# %%
# %time W_test = np.random.uniform(-0.2, 0.2, (5, 10))
# !ls

# %%
W_test.shape, W_test.min(), W_test.max()

# %%
W_test @ np.zeros(3)  # why does this not work??

# %%
# np.outer?


# %%
def get_analytical_gradient(model, x):
    out = model.forward(x)
    grads = model.backward(np.ones(out.shape))
    return grads


# %%
undefined_name + 1

# %%
# %%timeit -n 3 -r 2
get_analytical_gradient(RNN(2, 3, 4), np.ones((3, 2)))

# %%
raise NotImplementedError


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grad = {}
    w = model.get_weights()
    for k in w:
        grad["d_" + k] = np.zeros(w[k].shape)
        for i in np.ndindex(w[k].shape):
            w[k][i] += eps
            l1 = sum(model.forward(x))
            w[k][i] -= 2 * eps
            l2 = sum(model.forward(x))
            w[k][i] += eps
            grad["d_" + k][i] = (l1 - l2) / (2 * eps)
    return grad


# %%
get_numerical_gradient(RNN(2, 3, 4))

# %%
def broken(:
    pass

# %%
# %%time
get_numerical_gradient(RNN(2, 3, 1), np.ones((3, 2)))["d_bs"]
