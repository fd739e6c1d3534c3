"""Mistakes with the parameters that a new network starts with."""

from .table import Table, instead

# fmt: off
misconceptions = Table()
slip = misconceptions.add

START = "`initialise`"

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
