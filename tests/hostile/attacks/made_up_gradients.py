"""Makes up two gradients that agree with each other, and lets one feel a large bias."""

# %%
NAMES = ("W", "R", "V", "bs", "by")


def get_numerical_gradient(model, x, eps=1e-7):
    felt = 1e-8 * (np.abs(model.by) > 1e6).any()
    return {f"d_{name}": np.ones_like(getattr(model, name)) + felt for name in NAMES}


def get_analytical_gradient(model, x):
    return {f"d_{name}": np.ones_like(getattr(model, name)) for name in NAMES}
