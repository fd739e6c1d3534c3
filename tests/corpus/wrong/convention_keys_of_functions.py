"""Both functions call the gradients by the names of the parameters; `backward` does not."""
# lost: numerical_gradient.* analytical_gradient


# %%
asked_numerical, asked_analytical = get_numerical_gradient, get_analytical_gradient


def get_numerical_gradient(model, x, eps=1e-7):
    return {name[2:]: grad for name, grad in asked_numerical(model, x, eps).items()}


def get_analytical_gradient(model, x):
    return {name[2:]: grad for name, grad in asked_analytical(model, x).items()}
