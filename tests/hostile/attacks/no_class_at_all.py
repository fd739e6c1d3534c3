"""Defines plain data where classes and functions are asked for.

Costs: initialisation
"""

# %%
RNN = {"forward": 0.0, "get_weights": {}, "W": 0.0}
get_numerical_gradient = "d_W"
get_analytical_gradient = np.zeros(5)
gradient_check = True
