"""The numerical gradient is a forward and a backward pass."""
# lost: numerical_gradient.* gradient_check.*
# named: numerical_by_backward


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    outputs = RNN.forward(model, x)
    return RNN.backward(model, np.ones(outputs.shape))
