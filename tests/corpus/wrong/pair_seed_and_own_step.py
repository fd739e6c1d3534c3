"""Two faults: a seed in `__init__`, and a step of 1e-7 whatever is asked for."""
# lost: initialisation numerical_gradient.*
# named: seed_inside quotient_with_a_step_of_its_own


# %%
unseeded = RNN.__init__


def __init__(self, *args, **kwargs):
    np.random.seed(42)
    unseeded(self, *args, **kwargs)


RNN.__init__ = __init__
with_eps = get_numerical_gradient


def get_numerical_gradient(model, x, eps=1e-7):
    return with_eps(model, x, 1e-7)
