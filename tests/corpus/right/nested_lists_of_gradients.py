"""Both functions give nested lists of numbers in place of arrays."""


# %%
asked_numerical, asked_analytical = get_numerical_gradient, get_analytical_gradient


def get_numerical_gradient(model, x, eps=1e-7):
    return {name: found.tolist() for name, found in asked_numerical(model, x, eps).items()}


def get_analytical_gradient(model, x):
    return {name: found.tolist() for name, found in asked_analytical(model, x).items()}
