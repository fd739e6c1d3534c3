"""The analytical gradient hands the outputs themselves to `backward`."""
# lost: analytical_gradient gradient_check.*
# named: analytical_from_the_output


# %%
get_analytical_gradient = lambda model, x: model.backward(model.forward(x))
