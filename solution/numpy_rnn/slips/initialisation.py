"""Mistakes with the parameters that a new network starts with."""

from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip = misconceptions.slip

START = "`__init__`, where the parameters are created"
DRAWN = "np.random.uniform(-0.2, 0.2, ("


def drawn_by(call: str) -> dict[str, str]:
    """The patch that draws all three weight matrices by another call, which ends with a bracket."""
    sizes = ("input_size, hidden_size", "hidden_size, hidden_size", "hidden_size, output_size")
    return {f"= {DRAWN}{size}))": f"= {call}({size}))" for size in sizes}


slip(
    "weights_out_of_range",
    "Some weights lie outside of the range that is asked for.",
    look=START,
    hint="Print the smallest and the largest entry of each matrix and hold them against the text.",
    patch=drawn_by("np.random.uniform(-1, 1, "),
    costs=["initialisation"],
)
slip(
    "weights_in_part_of_the_range",
    "The weights fill only a part of the range that is asked for.",
    look=START,
    hint="Draw a thousand values in the same way: what are their smallest, largest and mean?",
    patch=drawn_by("np.random.uniform(0, 0.2, "),
    costs=["initialisation"],
)
slip(
    "weights_all_the_same",
    "All weights of a matrix are the same, in every network.",
    look=START,
    patch=drawn_by("np.full(fill_value=0.1, shape="),
    costs=["initialisation"],
)
slip(
    "seed_inside",
    "Every new network starts with the same weights, as a seed is set on the way.",
    look=START,
    patch={"self.output_size = output_size\n": "self.output_size = output_size\n"
           "        np.random.seed(0)\n"},
    costs=["initialisation"],
)  # fmt: skip
slip(
    "biases_not_zero",
    "The biases do not start at zero.",
    look=START,
    hint="Print both biases of a new network. What does the text ask for?",
    patch={
        "self.bs = np.zeros(hidden_size)": "self.bs = np.random.uniform(-0.2, 0.2, hidden_size)",
        "self.by = np.zeros(output_size)": "self.by = np.random.uniform(-0.2, 0.2, output_size)",
    },
    costs=["initialisation"],
)
