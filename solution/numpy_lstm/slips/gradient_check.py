"""Mistakes with the two gradients that are checked against each other."""

from .table import CHECK, Table, instead

# fmt: off
misconceptions = Table()
slip = misconceptions.add

QUOTIENT, ANALYTICAL = "`numerical_gradient`", "`analytical_gradient`"

ABOVE = "above, _ = mean_squared_error(forward(params, x)[0], target)"
BELOW = "below, _ = mean_squared_error(forward(params, x)[0], target)"
SLOPES = "(above - below) / (2 * eps)"
D_Y = "_, d_y = mean_squared_error(y, target)\n    grads"

slip("one_sided", "The difference quotient is one-sided.", QUOTIENT,
     {"values[index] = kept - eps": "values[index] = kept",
      SLOPES: "(above - below) / eps"}, "numerical_gradient")
slip("divided_by_eps", "The difference is divided by the wrong distance.", QUOTIENT,
     instead(SLOPES, ("(2 * eps)", "eps")), "numerical_gradient", CHECK)
slip("eps_ignored", "The step is not the `eps` that was asked for.", QUOTIENT,
     {SLOPES: "(above - below) / (2e-5)", "kept + eps": "kept + 1e-5", "kept - eps": "kept - 1e-5"},
     "numerical_gradient", CHECK)
slip("entry_left_moved", "Entries stay moved while the next ones are looked at.", QUOTIENT,
     {"            values[index] = kept\n": ""}, "numerical_gradient", CHECK)
slip("quotient_of_the_outputs", "The quotient is that of the summed outputs, not of the loss.",
     QUOTIENT, {ABOVE: "above = forward(params, x)[0].sum()",
                BELOW: "below = forward(params, x)[0].sum()"}, "numerical_gradient", CHECK)
slip("gradient_of_the_outputs", "This is the gradient of the summed outputs, not of the loss.",
     ANALYTICAL, {D_Y: "d_y = np.ones_like(y)\n    grads"}, "analytical_gradient", CHECK)
slip("target_and_output_swapped", "The gradient of the loss has the wrong sign.", ANALYTICAL,
     instead(D_Y, ("(y, target)", "(target, y)")), "analytical_gradient", CHECK)
