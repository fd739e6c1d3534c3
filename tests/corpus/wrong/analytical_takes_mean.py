"""The gradient of the mean of the outputs."""
# lost: analytical_gradient gradient_check.multi
# named: analytical_averages


# %%
def get_analytical_gradient(model, x):
    n = model.forward(x).shape[0]
    return model.backward(np.full(n, 1 / n))
