"""Mistakes with the backward pass."""

from .table import CHECK, Table, instead

# fmt: off
misconceptions = Table()
slip = misconceptions.add

ERRORS = "the lines of `backward` for the four gates"
BACK = "the lines of `backward` that hand the errors on from step to step"
SUMS = "the lines of `backward` that add up the gradients"

THROUGH_TIME = ("gate_gradients", "bias_gradients", "state_gradients", CHECK)

D_ZI, D_ZF = "d_zi = d_c * g * i * (1 - i)", "d_zf = d_c * c * f * (1 - f)"
D_ZG, D_ZO = "d_zg = d_c * i * (1 - g**2)", "d_zo = d_h * shown * o * (1 - o)"
INTO_CELL = "d_c = d_c + d_h * o * (1 - shown**2)"
TO_R, TO_V = 'grads["R"] += h.T @ d_z', 'grads["V"] += (o * shown).T @ d_out'
TO_BG, TO_BY = 'grads["bg"] += d_z.sum(axis=0)', 'grads["by"] += d_out.sum(axis=0)'
TO_W = 'grads["W"] += x_t.T @ d_z'

slip("error_of_h_not_handed_on", "No error goes back through the recurrent weights.", BACK,
     {'d_h = d_z @ params["R"].T': "d_h = np.zeros_like(d_h)"}, *THROUGH_TIME)
slip("error_of_c_not_handed_on", "No error goes back through the cell.", BACK,
     instead(INTO_CELL, ("d_c + ", "")), *THROUGH_TIME)
slip("forget_gate_unused_backwards", "The error of the cell passes the forget gate unchanged.",
     BACK, {"        d_c = d_c * f\n": ""}, *THROUGH_TIME)
slip("error_of_c_through_input_gate", "The error of the cell goes back through the wrong gate.",
     BACK, {"d_c = d_c * f\n": "d_c = d_c * i\n"}, *THROUGH_TIME)
slip("derivative_of_shown_cell_missing", "A derivative is missing between h and c.", BACK,
     instead(INTO_CELL, (" * (1 - shown**2)", "")), *THROUGH_TIME)
slip("output_gate_missing_backwards", "A gate is missing between the error of h and that of c.",
     BACK, instead(INTO_CELL, (" * o", "")), *THROUGH_TIME)
slip("derivatives_of_gates_missing", "The gates are treated as if they had no activation.", ERRORS,
     {**instead(D_ZI, (" * i * (1 - i)", "")), **instead(D_ZF, (" * f * (1 - f)", "")),
      **instead(D_ZO, (" * o * (1 - o)", ""))}, *THROUGH_TIME)
slip("derivative_of_candidate_missing", "The candidate is treated as if it had no activation.",
     ERRORS, instead(D_ZG, (" * (1 - g**2)", "")), *THROUGH_TIME)
slip("candidate_as_a_sigmoid", "The derivative at the candidate is that of another function.",
     ERRORS, instead(D_ZG, ("(1 - g**2)", "g * (1 - g)")), *THROUGH_TIME)
slip("forget_gate_sees_the_new_cell", "The error at the forget gate uses the wrong cell.", ERRORS,
     instead(D_ZF, ("d_c * c", "d_c * (f * c + i * g)")), *THROUGH_TIME)
slip("output_gate_sees_the_raw_cell",
     "The error at the output gate is multiplied by the cell as it is.",
     ERRORS, instead(D_ZO, ("shown", "(f * c + i * g)")), *THROUGH_TIME)
slip("input_gate_and_candidate_swapped", "Two factors behind the cell have changed places.", ERRORS,
     {**instead(D_ZI, ("d_c * g", "d_c * i")), **instead(D_ZG, ("d_c * i", "d_c * g"))},
     *THROUGH_TIME)
slip("new_h_for_recurrent_weights", "The gradient of R uses the hidden state of the wrong step.",
     SUMS, instead(TO_R, ("h.T", "(o * shown).T")), "gate_gradients", CHECK)
slip("old_h_for_output_weights", "The gradient of V uses the hidden state of the wrong step.", SUMS,
     instead(TO_V, ("(o * shown).T", "h.T")), "output_gradients", CHECK)
slip("cell_for_output_weights", "The gradient of V uses the cell instead of the hidden state.",
     SUMS, instead(TO_V, ("(o * shown)", "shown")), "output_gradients", CHECK)
slip("output_bias_of_one_step", "The gradient of by counts one time step only.", SUMS,
     instead(TO_BY, ("+=", "=")), "output_gradients", CHECK)
slip("gate_weights_of_one_step", "The gradients of W and R count one time step only.", SUMS,
     {**instead(TO_W, ("+=", "=")), **instead(TO_R, ("+=", "="))}, "gate_gradients", CHECK)
slip("gate_bias_of_one_step", "The gradient of bg counts one time step only.", SUMS,
     instead(TO_BG, ("+=", "=")), "bias_gradients", CHECK)
slip("gate_bias_averaged", "The gradient of bg is a mean over the sequences instead of a sum.",
     SUMS, instead(TO_BG, ("sum", "mean")), "bias_gradients", CHECK)
slip("state_gradients_swapped", "The gradients of h and c have changed places.", SUMS,
     {"return grads, (d_h, d_c)": "return grads, (d_c, d_h)"}, "state_gradients")
slip("state_gradients_zero", "The gradients of the first state are zero.", SUMS,
     {"return grads, (d_h, d_c)": "return grads, (0 * d_h, 0 * d_c)"}, "state_gradients")
