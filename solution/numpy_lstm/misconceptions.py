"""The mistakes that students make with an LSTM, each a slip in the reference."""

from collections.abc import Mapping

from grader.misconceptions import Misconceptions

# A table, one mistake after the other: name, sentence, where to look, change, costs.
# fmt: off
misconceptions = Misconceptions()

CHECK = "gradient_check"
START = "`initialise`"
CELL = "the lines of `forward` that compute c and h"
GATES = "the line of `forward` that computes the four gates"
STATE = "the lines of `forward` that begin and end with the state"
OUTPUT = "the line of `forward` that computes the output"
ERRORS = "the lines of `backward` for the four gates"
BACK = "the lines of `backward` that hand the errors on from step to step"
SUMS = "the lines of `backward` that add up the gradients"
LOSS, CLIP, UPDATE, LOOP = "`mean_squared_error`", "`clip`", "`update`", "the loop of `train`"
QUOTIENT, ANALYTICAL = "`numerical_gradient`", "`analytical_gradient`"

THROUGH_TIME = ("gate_gradients", "bias_gradients", "state_gradients", CHECK)
AT_ONE_STEP = ("gate_gradients", "bias_gradients", CHECK)


def slip(name: str, sentence: str, look: str, patch: Mapping[str, str], *costs: str) -> None:
    """Add a mistake in one breath."""
    misconceptions.slip(name, sentence, look=look, patch=patch, costs=costs)


def instead(old: str, *changes: tuple[str, str]) -> dict[str, str]:
    """The patch that changes parts of a text that stands once in the reference."""
    new = old
    for part, other in changes:
        new = new.replace(part, other)
    return {old: new}


# Exercise 1: initialisation

SEEDED = "random = np.random.default_rng(seed)\n    bound"
FORGET = "bg[hidden_size : 2 * hidden_size] = 1.0"
ZEROS = "bg = np.zeros(4 * hidden_size)"

slip("range_without_root", "The range of the weights is not the one that is asked for.", START,
     {"bound = 1 / np.sqrt(hidden_size)": "bound = 1 / hidden_size"}, "initialisation")
slip("range_of_one", "The weights come from a range that does not depend on the hidden units.",
     START, {"bound = 1 / np.sqrt(hidden_size)": "bound = 1.0"}, "initialisation")
slip("seed_ignored", "The same seed does not give the same network.", START,
     instead(SEEDED, ("seed", "")), "initialisation")
slip("seed_fixed", "All seeds give the same network.", START,
     instead(SEEDED, ("seed", "0")), "initialisation")
slip("forget_bias_zero", "The forget gate is not open at the start.", START,
     {FORGET: "pass"}, "initialisation")
slip("forget_bias_in_the_wrong_block", "Another gate than the forget gate has a bias of 1.", START,
     {FORGET: "bg[2 * hidden_size : 3 * hidden_size] = 1.0"}, "initialisation")
slip("forget_bias_in_the_first_block", "Another gate than the forget gate has a bias of 1.", START,
     {FORGET: "bg[:hidden_size] = 1.0"}, "initialisation")
slip("all_gates_open", "All gates have a bias of 1.", START,
     {ZEROS: "bg = np.ones(4 * hidden_size)"}, "initialisation")

# Exercise 1: forward

SPLIT = "z_i, z_f, z_g, z_o = np.split("
ORDER = "[d_zi, d_zf, d_zg, d_zo]"
SUM = 'x_t @ params["W"] + h @ params["R"] + params["bg"]'
NEW_C, NEW_H = "c = f * c + i * g\n", "h = o * np.tanh(c)"
SHOWN = 'outputs.append(h @ params["V"] + params["by"])'
FIRST = "if state is None else state"

slip("output_gate_before_candidate", "The candidate and the output gate have changed places.",
     GATES, {SPLIT: "z_i, z_f, z_o, z_g = np.split(", ORDER: "[d_zi, d_zf, d_zo, d_zg]"}, "forward")
slip("forget_gate_first", "The input gate and the forget gate have changed places.", GATES,
     {SPLIT: "z_f, z_i, z_g, z_o = np.split(", ORDER: "[d_zf, d_zi, d_zg, d_zo]"}, "forward")
slip("candidate_through_sigmoid", "The candidate goes through the wrong function.", GATES,
     {"np.tanh(z_g)": "sigmoid(z_g)"}, "forward", CHECK)
slip("recurrence_missing", "The gates do not depend on the hidden state before.", GATES,
     instead(SUM, (' + h @ params["R"]', "")), "forward", CHECK)
slip("gate_bias_missing", "The gates have no biases in the forward pass.", GATES,
     instead(SUM, (' + params["bg"]', "")), "forward", CHECK)
slip("forget_gate_unused", "The cell keeps all it had: the forget gate has no effect.", CELL,
     {NEW_C: "c = c + i * g\n"}, "forward", CHECK)
slip("input_gate_unused", "All candidates are written: the input gate has no effect.", CELL,
     {NEW_C: "c = f * c + g\n"}, "forward", CHECK)
slip("coupled_gates", "What is written is tied to what is forgotten, as in a GRU.", CELL,
     {NEW_C: "c = f * c + (1 - f) * g\n"}, "forward", CHECK)
slip("cell_not_squashed", "The hidden state is the cell itself behind the output gate.", CELL,
     {NEW_H: "h = o * c"}, "forward", CHECK)
slip("output_gate_unused", "The hidden state does not depend on the output gate.", CELL,
     {NEW_H: "h = np.tanh(c)"}, "forward", CHECK)
slip("old_cell_shown", "The hidden state comes from the cell of the step before.", CELL,
     {f"{NEW_C}        {NEW_H}": f"{NEW_H}\n        {NEW_C}"}, "forward", CHECK)
slip("output_bias_missing", "The output bias is not used in the forward pass.", OUTPUT,
     instead(SHOWN, (' + params["by"]', "")), "forward", CHECK)
slip("activated_output", "The output goes through an activation function.", OUTPUT,
     instead(SHOWN, ("append(", "append(np.tanh("), ('"])', '"]))')), "forward", CHECK)
slip("cell_as_output", "The output comes from the cell instead of the hidden state.", OUTPUT,
     instead(SHOWN, ("h @", "c @")), "forward", CHECK)

slip("state_ignored", "The state that is handed in is not used.", STATE,
     {FIRST: "if True else state"}, "carried_state")
slip("state_read_the_wrong_way_round", "The two parts of the given state are mixed up.", STATE,
     {FIRST: "if state is None else state[::-1]"}, "carried_state")
slip("state_returned_the_wrong_way_round", "The two parts of the returned state are mixed up.",
     STATE, {"return np.array(outputs), (h, c), cache": "return np.array(outputs), (c, h), cache"},
     "carried_state")
slip("first_state_returned", "The returned state is the one before the first time step.", STATE,
     {"return np.array(outputs), (h, c), cache": "return np.array(outputs), cache[0][1:3], cache"},
     "carried_state")

# Exercise 1: loss

VALUE, SLOPE = "float(np.mean(error**2))", "2 * error / error.size"

slip("squares_summed", "The loss is a sum where a mean is asked for.", LOSS,
     {VALUE: "float(np.sum(error**2))", SLOPE: "2 * error"}, "loss")
slip("mean_over_samples_only", "The mean is taken over the sequences only.", LOSS,
     {VALUE: "float(np.sum(error**2)) / error.shape[1]", SLOPE: "2 * error / error.shape[1]"},
     "loss")
slip("half_the_squares", "The loss is half of what is asked for.", LOSS,
     {VALUE: "float(np.mean(error**2) / 2)", SLOPE: "error / error.size"}, "loss")
slip("slope_of_the_sum", "The gradient belongs to the sum of the squares, the loss is their mean.",
     LOSS, {SLOPE: "2 * error"}, "loss", CHECK)
slip("slope_without_two", "The gradient is half of the one that belongs to the loss.", LOSS,
     {SLOPE: "error / error.size"}, "loss", CHECK)
slip("slope_of_the_target", "The gradient points the other way.", LOSS,
     {SLOPE: "-2 * error / error.size"}, "loss", CHECK)

# Exercise 2: backward

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

# Exercise 3: gradient check

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

# Exercise 4: training

NORM = "float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))"
SCALE = "scale = max_norm / max(norm, max_norm)"
SCALED = "return {name: grad * scale for name, grad in grads.items()}, norm"
STEP = "value - lr * grads[name]"

slip("each_array_clipped", "Each gradient is clipped on its own, not all of them together.", CLIP,
     instead(SCALED, ("scale ", "min(1, max_norm / max(np.linalg.norm(grad), 1e-12)) ")),
     "clipping")
slip("each_entry_clipped", "Single entries are cut off, which changes the direction.", CLIP,
     instead(SCALED, ("grad * scale", "np.clip(grad, -max_norm, max_norm)")), "clipping")
slip("always_scaled", "Small gradients are made larger.", CLIP,
     {SCALE: "scale = max_norm / max(norm, 1e-12)"}, "clipping")
slip("norm_without_root", "The norm is not the length: it is its square.", CLIP,
     instead(NORM, ("np.sqrt", "")), "clipping")
slip("norm_after_clipping", "The norm that is returned is the one after clipping.", CLIP,
     instead(SCALED, (", norm", ", norm * scale")), "clipping")
slip("uphill", "The step goes along the gradient, uphill.", UPDATE,
     instead(STEP, ("-", "+")), "update")
slip("rate_unused", "The length of the step does not depend on the learning rate.", UPDATE,
     instead(STEP, ("lr * ", "")), "update")

MINIBATCH = "memory_task(seed + k)\n        y"
PLAIN, KEPT = "y, _, cache = forward(params, x)", "losses.append(loss)"

slip("one_minibatch_for_all_steps", "All steps see the same minibatch.", LOOP,
     instead(MINIBATCH, (" + k", "")), "training")
slip("minibatches_one_ahead", "The first step does not see the first minibatch.", LOOP,
     instead(MINIBATCH, ("+ k", "+ k + 1")), "training")
slip("clipping_left_out", "The gradients are not clipped.", LOOP,
     {"grads, _ = clip(grads, max_norm)": "clip(grads, max_norm)"}, "training")
slip("update_has_no_effect", "The parameters stay as they were.", LOOP,
     {"params = update(params, grads, lr)": "update(params, grads, lr)"},
     "training", "training_result")
slip("loss_after_the_step", "The losses are those after each step, not before.", LOOP,
     {KEPT: "losses.append(mean_squared_error(forward(params, x)[0], target)[0])"}, "training")
slip("state_carried_between_minibatches", "A minibatch begins with the state of the one before.",
     LOOP, {"losses = []\n": "losses, state = [], None\n",
            f"{PLAIN}\n        loss": "y, state, cache = forward(params, x, state)\n        loss"},
     "training")
