"""The default eps was changed to 1e-5 / threshold given; signature the same."""

# %%
given_numerical = get_numerical_gradient


def get_numerical_gradient(model, x, eps=1e-5):
    return given_numerical(model, x, eps=eps)
