"""The gradient of another network, made inside."""
# lost: analytical_gradient gradient_check.*


# %%
def get_analytical_gradient(model, x):
    fresh = RNN(model.input_size, model.hidden_size, model.output_size)
    return fresh.backward(np.ones_like(fresh.forward(x)))
