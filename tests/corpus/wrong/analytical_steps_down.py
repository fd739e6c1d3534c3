"""The analytical gradient makes a training step on the way out."""
# lost: analytical_gradient
# named: analytical_updates


# %%
def get_analytical_gradient(model, x):
    outputs = model.forward(x)
    grads = dict(model.backward(np.ones(len(outputs))))
    model.update(lr=0.01)
    return grads
