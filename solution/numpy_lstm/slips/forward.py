"""Mistakes with the forward pass and the state that it carries."""

from .table import CHECK, Table, instead

# fmt: off
misconceptions = Table()
slip = misconceptions.add

CELL = "the lines of `forward` that compute c and h"
GATES = "the line of `forward` that computes the four gates"
STATE = "the lines of `forward` that begin and end with the state"
OUTPUT = "the line of `forward` that computes the output"

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
