"""Mistakes with the two gradients that are checked against each other."""

from grader.compare import Tolerance
from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip = misconceptions.slip

NUMERICAL, CHECK = "numerical_gradient.*", "gradient_check.*"

QUOTIENT = "(above - below) / (2 * eps)"
ONES = "model.backward(np.ones_like(y))"

slip(
    "one_sided_quotient",
    "The difference quotient is one-sided.",
    look="what `get_numerical_gradient` subtracts",
    hint="Which two points does a two-sided quotient look at, and which two does yours?",
    patch={"values[index] = kept - eps": "values[index] = kept", QUOTIENT: "(above - below) / eps"},
    costs=[NUMERICAL],
)
slip(
    "quotient_without_two",
    "The difference is divided by the wrong distance.",
    look="the denominator of the difference quotient",
    hint="How far are the two points apart at which you look?",
    patch={QUOTIENT: "(above - below) / eps"},
    costs=[NUMERICAL, CHECK],
)
slip(
    "quotient_of_half_the_distance",
    "The two points of the difference quotient are closer together than it takes them to be.",
    look="where `get_numerical_gradient` moves the parameter the second time",
    hint="Print the parameter at each of the two forward passes. How far apart are they?",
    patch={"values[index] = kept - eps": "values[index] = kept"},
    costs=[NUMERICAL, CHECK],
)
slip(
    "all_entries_at_once",
    "All entries of a parameter are moved together, not one at a time.",
    look="what `get_numerical_gradient` moves before a forward pass",
    hint="How many numbers has the gradient of a matrix, and how many do you find?",
    patch={
        "for index in np.ndindex(values.shape):": "for index in [...]:",
        "kept = values[index]": "kept = np.array(values[index])",
    },
    costs=[NUMERICAL, CHECK],
)
slip(
    "quotient_of_the_wrong_sign",
    "The difference quotient has the wrong sign.",
    look="the order of the two terms that `get_numerical_gradient` subtracts",
    patch={QUOTIENT: "(below - above) / (2 * eps)"},
    costs=[NUMERICAL, CHECK],
)
slip(
    "quotient_with_a_step_of_its_own",
    "`get_numerical_gradient` does not use the step `eps` that it is given.",
    look="where `eps` occurs in `get_numerical_gradient`",
    patch={"    gradients = {}\n": "    gradients, eps = {}, 1e-5\n"},
    costs=[NUMERICAL],
    tolerance=Tolerance(1e-6, "All small steps agree with each other to about seven digits."),
)
slip(
    "weights_not_put_back",
    "A parameter that was nudged is not put back.",
    look="what `get_numerical_gradient` does after the second forward pass",
    hint="Print a parameter before and after the call, to all digits.",
    patch={"            values[index] = kept\n": ""},
    costs=[NUMERICAL, CHECK],
)
slip(
    "quotient_of_the_first_output",
    "Only the first output is looked at, not the sum of all.",
    look="what `get_numerical_gradient` takes from the outputs",
    patch={"above = model.forward(x).sum()": "above = model.forward(x)[0]",
           "below = model.forward(x).sum()": "below = model.forward(x)[0]"},
    costs=["numerical_gradient.multi", "gradient_check.multi"],
)  # fmt: skip
slip(
    "quotient_without_biases",
    "The numerical gradients of the biases are missing.",
    look="over which parameters `get_numerical_gradient` loops",
    patch={"in model.get_weights().items():": "in list(model.get_weights().items())[:3]:"},
    costs=[NUMERICAL, CHECK],
)
slip(
    "numerical_by_backward",
    "`get_numerical_gradient` uses the backward pass where it should estimate.",
    look="what `get_numerical_gradient` calls",
    patch={"    gradients = {}\n": "    return get_analytical_gradient(model, x)\n"},
    costs=[NUMERICAL, CHECK],
)
slip(
    "analytical_updates",
    "`get_analytical_gradient` changes the network that it is asked about.",
    look="what `get_analytical_gradient` calls",
    hint="Print the weights before and after the call. Which of the methods that you call "
    "changes them?",
    patch={f"return {ONES}": f"gradients = {ONES}\n    model.update(0.1)\n    return gradients"},
    costs=["analytical_gradient"],
)
slip(
    "analytical_from_the_output",
    "The output itself is taken for the gradient of the summed outputs.",
    look="what `get_analytical_gradient` hands to `backward`",
    hint="The loss is L = y_1 + y_2 + ... What is its derivative with respect to y_1?",
    patch={ONES: "model.backward(y)"},
    costs=["analytical_gradient", CHECK],
)
slip(
    "analytical_averages",
    "The gradient is that of the mean of the outputs, not of their sum.",
    look="what `get_analytical_gradient` hands to `backward`",
    hint="The loss is the sum of the outputs. By which factor does your gradient change when "
    "there is one output more?",
    patch={ONES: "model.backward(np.ones_like(y) / len(y))"},
    costs=["analytical_gradient", "gradient_check.multi"],
)
