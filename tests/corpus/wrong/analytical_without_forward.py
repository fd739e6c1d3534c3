"""`get_analytical_gradient` relies on a forward pass that someone else has made."""
# lost: analytical_gradient


# %%
def get_analytical_gradient(model, x):
    return model.backward(np.ones(model.output_size))
