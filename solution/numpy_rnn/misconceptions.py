"""The mistakes that students make with this network, each a slip in the reference."""

from grader.compare import Tolerance
from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip = misconceptions.slip

FORWARD, BACKWARD, BIASES = "forward.*", "backward.*", "bias_gradients.*"
NUMERICAL, CHECK = "numerical_gradient.*", "gradient_check.*"

START = "`__init__`, where the parameters are created"
STEP = "the line of `forward` that computes the next hidden state"
LOOP = "the line of `forward` that starts the loop"
OUTPUT = "the line of `forward` that returns the output"
BACK_LOOP = "the line of `backward` that starts the loop"
DELTA = "the line of `backward` that turns the error at a[t] into the error at s[t]"
PASS_ON = "the line of `backward` that hands the error on to the time step before"
SUMS = "the lines of `backward` inside the loop"

DRAWN = "np.random.uniform(-0.2, 0.2, ("
STATE = "a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))"
ANSWER = "return self.V.T @ a[-1] + self.by"
ERROR_AT_S = "d_s = d_a * (1 - self.a[t] ** 2)"
FIRST_ERROR = "d_a = self.V @ d_loss"
TIME = "for t in range(len(self.x), 0, -1):"
QUOTIENT = "(above - below) / (2 * eps)"
ONES = "model.backward(np.ones_like(y))"


def drawn_by(call: str) -> dict[str, str]:
    """The patch that draws all three weight matrices by another call, which ends with a bracket."""
    sizes = ("input_size, hidden_size", "hidden_size, hidden_size", "hidden_size, output_size")
    return {f"= {DRAWN}{size}))": f"= {call}({size}))" for size in sizes}


# Exercise 1: initialisation

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

# Exercise 1: forward

slip(
    "recurrence_missing",
    "The hidden state does not depend on the one before it.",
    look=STEP,
    hint="Feed two sequences that differ in their first element only. Do the outputs differ?",
    patch={STATE: "a.append(np.tanh(self.W.T @ x_t + self.bs))"},
    costs=[FORWARD, CHECK],
)
slip(
    "recurrence_transposed",
    "The recurrent weights are used the wrong way round in the forward pass.",
    look=STEP,
    hint="Write down one entry of R^T a as a sum. Over which index of R does it run, and over "
    "which one in your code?",
    patch={STATE: "a.append(np.tanh(self.W.T @ x_t + self.R @ a[-1] + self.bs))"},
    costs=[FORWARD, CHECK],
)
slip(
    "hidden_bias_missing",
    "The hidden bias is not used in the forward pass.",
    look=STEP,
    hint="Set the hidden bias to large numbers. Does the output notice?",
    patch={STATE: "a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1]))"},
    costs=[FORWARD, CHECK],
)
slip(
    "output_bias_missing",
    "The output bias is not used in the forward pass.",
    look=OUTPUT,
    hint="Set the output bias to 5. By how much does the output change?",
    patch={ANSWER: "return self.V.T @ a[-1]"},
    costs=[FORWARD, CHECK],
)
slip(
    "bias_outside_of_tanh",
    "The hidden bias is added after the activation function instead of before it.",
    look=STEP,
    hint="A hidden state can't leave the range from -1 to 1. Can yours, with a large bias?",
    patch={STATE: "a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1]) + self.bs)"},
    costs=[FORWARD, CHECK],
)
slip(
    "no_activation",
    "The hidden layer has no activation function.",
    look=STEP,
    hint="Feed a sequence ten times as large. How large may a hidden state become, and how "
    "large is yours?",
    patch={STATE: "a.append(self.W.T @ x_t + self.R.T @ a[-1] + self.bs)"},
    costs=[FORWARD, CHECK],
)
slip(
    "sigmoid_for_tanh",
    "The hidden layer uses another activation function than the one that is asked for.",
    look=STEP,
    patch={STATE: "a.append(1 / (1 + np.exp(-(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))))"},
    costs=[FORWARD, CHECK],
)
slip(
    "activated_output",
    "The output goes through an activation function; it should have none.",
    look=OUTPUT,
    patch={ANSWER: "return np.tanh(self.V.T @ a[-1] + self.by)"},
    costs=[FORWARD, CHECK],
)
slip(
    "output_through_sigmoid",
    "The output goes through an activation function; it should have none.",
    look=OUTPUT,
    patch={ANSWER: "return 1 / (1 + np.exp(-(self.V.T @ a[-1] + self.by)))"},
    costs=[FORWARD, CHECK],
)
slip(
    "recurrence_transposed_throughout",
    "The recurrent weights are used the wrong way round, forwards and backwards.",
    look=STEP,
    patch={
        STATE: "a.append(np.tanh(self.W.T @ x_t + self.R @ a[-1] + self.bs))",
        "np.outer(self.a[t - 1], d_s)": "np.outer(d_s, self.a[t - 1])",
        "d_a = self.R @ d_s": "d_a = self.R.T @ d_s",
    },
    costs=[FORWARD],
)
slip(
    "no_activation_throughout",
    "The hidden layer has no activation function.",
    look=STEP,
    patch={
        STATE: "a.append(self.W.T @ x_t + self.R.T @ a[-1] + self.bs)",
        ERROR_AT_S: "d_s = d_a",
    },
    costs=[FORWARD],
)
slip(
    "sigmoid_throughout",
    "The hidden layer uses another activation function than the one that is asked for.",
    look=STEP,
    patch={
        STATE: "a.append(1 / (1 + np.exp(-(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))))",
        ERROR_AT_S: "d_s = d_a * self.a[t] * (1 - self.a[t])",
    },
    costs=[FORWARD],
)
slip(
    "activated_output_throughout",
    "The output goes through an activation function; it should have none.",
    look=OUTPUT,
    patch={
        ANSWER: "self.y = np.tanh(self.V.T @ a[-1] + self.by)\n        return self.y",
        "self.d_V = np.outer(self.a[-1], d_loss)": "d_loss = d_loss * (1 - self.y**2)\n"
        "        self.d_V = np.outer(self.a[-1], d_loss)",
    },
    costs=[FORWARD],
)
slip(
    "last_step_not_read",
    "The last element of the sequence is not read.",
    look=LOOP,
    hint="Change only the last row of `x`. Does the output change?",
    patch={"for x_t in x:": "x = x[:-1]\n        for x_t in x:"},
    costs=[FORWARD],
)
slip(
    "first_step_not_read",
    "The first element of the sequence is not read.",
    look=LOOP,
    hint="Change only the first row of `x`. Does the output change?",
    patch={"for x_t in x:": "x = x[1:]\n        for x_t in x:"},
    costs=[FORWARD],
)
slip(
    "sequence_reversed",
    "The sequence is read from its end to its beginning.",
    look=LOOP,
    hint="With two time steps, print which row is read first.",
    patch={"for x_t in x:": "x = x[::-1]\n        for x_t in x:"},
    costs=[FORWARD],
)
slip(
    "counts_features",
    "The loop counts features, not time steps.",
    look="what the loops in `forward` and `backward` count",
    hint="Try a sequence with 7 rows and 3 columns, and print how often the loop runs.",
    patch={
        "for x_t in x:": "for x_t in [x[t] for t in range(self.input_size)]:",
        TIME: "for t in range(self.input_size, 0, -1):",
    },
    costs=[FORWARD],
)
slip(
    "starts_with_ones",
    "The hidden state before the first time step is not zero.",
    look="the line of `forward` that creates the first hidden state",
    hint="With an input of zeros and biases of zero, what should the output be?",
    patch={"a = [np.zeros(self.hidden_size)]": "a = [np.ones(self.hidden_size)]"},
    costs=[FORWARD],
)
slip(
    "state_kept_between_sequences",
    "A sequence starts with the hidden state that the one before it has left.",
    look="the line of `forward` that creates the first hidden state",
    patch={
        "a = [np.zeros(self.hidden_size)]": "a = [np.zeros(self.hidden_size)"
        " if self.a is None else self.a[-1]]"
    },
    costs=[FORWARD, CHECK],
)
slip(
    "state_kept_until_reset",
    "A sequence starts with the hidden state that the one before it has left.",
    look="the line of `forward` that creates the first hidden state",
    patch={
        "a = [np.zeros(self.hidden_size)]": "a = [np.zeros(self.hidden_size)"
        " if self.a is None else self.a[-1]]",
        "above = model": "model.a = None\n            above = model",
        "below = model": "model.a = None\n            below = model",
        "    y = model.forward(x)\n    return": (
            "    model.a = None\n    y = model.forward(x)\n    return"
        ),
    },
    costs=[FORWARD],
)

# Exercise 1: backward

slip(
    "tanh_derivative_missing",
    "The derivative of the activation function is missing on the way back.",
    look=DELTA,
    hint="For one time step, write the chain rule from y over a[1] and s[1] to W. Which factor "
    "belongs to the step from a to s?",
    patch={ERROR_AT_S: "d_s = d_a"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "tanh_derivative_without_square",
    "The derivative of the activation function lacks a square.",
    look=DELTA,
    hint="Compare your derivative with a difference quotient of `np.tanh` at 0.5.",
    patch={ERROR_AT_S: "d_s = d_a * (1 - self.a[t])"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "tanh_derivative_of_a",
    "The derivative of the activation function is taken at a[t], where it should be at s[t].",
    look=DELTA,
    hint="At which point does the formula take tanh'? What do you keep, s or a = tanh(s)?",
    patch={ERROR_AT_S: "d_s = d_a * (1 - np.tanh(self.a[t]) ** 2)"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "tanh_derivative_one_step_early",
    "The derivative of the activation function belongs to another time step.",
    look=DELTA,
    patch={ERROR_AT_S: "d_s = d_a * (1 - self.a[t - 1] ** 2)"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "only_the_last_step",
    "Only the last time step counts: the error does not travel back to the ones before.",
    look=BACK_LOOP,
    hint="Change the first row of `x` a little: the output changes. Which of your gradients "
    "know of that?",
    patch={TIME: "for t in [len(self.x)]:"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "loop_stops_one_step_early",
    "The loop stops one step early: the gradient of the first time step is missing.",
    look=BACK_LOOP,
    hint="Take a sequence of one time step and print how often the loop runs.",
    patch={TIME: "for t in range(len(self.x), 1, -1):"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "last_step_left_out",
    "The loop leaves out the last time step: the walk back starts one step too far.",
    look=BACK_LOOP,
    hint="Print the indices that the loop goes through. Is the last time step among them?",
    patch={TIME: "for t in range(len(self.x) - 1, 0, -1):"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "error_passed_on_transposed",
    "The error goes back through the recurrent weights the wrong way round.",
    look=PASS_ON,
    hint="Write down how the error at a[t-1] follows from s[t] = R^T a[t-1] + ...: over which "
    "index of R is summed?",
    patch={"d_a = self.R @ d_s": "d_a = self.R.T @ d_s"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "error_passed_on_before_tanh",
    "The error that goes on to the time step before has not passed the activation function.",
    look=PASS_ON,
    hint="From s[t] to a[t-1] it is one step back. From which of the two errors, at a[t] or at "
    "s[t], does it start?",
    patch={"d_a = self.R @ d_s": "d_a = self.R @ d_a"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "not_summed_over_time",
    "The gradients are not summed over time: each time step overwrites the one before.",
    look=SUMS,
    hint="Every time step uses the same weights. What becomes of the part of the steps that "
    "were handled before?",
    patch={
        "self.d_W += np": "self.d_W = np",
        "self.d_R += np": "self.d_R = np",
        "self.d_bs += d_s": "self.d_bs = d_s",
    },
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "hidden_bias_not_summed",
    "The gradient of the hidden bias is not summed over time.",
    look=SUMS,
    hint="Compare one time step and two: which gradients agree with the numerical one?",
    patch={"self.d_bs += d_s": "self.d_bs = d_s"},
    costs=[BIASES, CHECK],
)
slip(
    "input_weights_not_summed",
    "The gradient of the input weights is not summed over time.",
    look=SUMS,
    patch={"self.d_W += np": "self.d_W = np"},
    costs=[BACKWARD, CHECK],
)
slip(
    "recurrent_weights_not_summed",
    "The gradient of the recurrent weights is not summed over time.",
    look=SUMS,
    patch={"self.d_R += np": "self.d_R = np"},
    costs=[BACKWARD, CHECK],
)
slip(
    "averaged_over_time",
    "The gradients are averaged over time; they should be summed.",
    look="the end of `backward`",
    hint="Compare one time step and two: by what factor does each gradient differ from the "
    "numerical one?",
    patch={
        '        return {\n            "d_W"': (
            '        for name in ("d_W", "d_R", "d_bs"):\n'
            "            setattr(self, name, getattr(self, name) / len(self.x))\n"
            '        return {\n            "d_W"'
        )
    },
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "own_state_for_the_state_before",
    "The gradient of the recurrent weights uses the state after them, not the one before.",
    look=SUMS,
    hint="In s[t], which hidden state is multiplied with R?",
    patch={"np.outer(self.a[t - 1], d_s)": "np.outer(self.a[t], d_s)"},
    costs=[BACKWARD, CHECK],
)
slip(
    "recurrent_gradient_transposed",
    "The gradient of the recurrent weights is transposed.",
    look=SUMS,
    patch={"np.outer(self.a[t - 1], d_s)": "np.outer(d_s, self.a[t - 1])"},
    costs=[BACKWARD, CHECK],
)
slip(
    "input_of_another_step",
    "The gradient of the input weights pairs each error with the input of another time step.",
    look=SUMS,
    hint="Print, for each turn of the loop, the index of the error and that of the input.",
    patch={"np.outer(self.x[t - 1], d_s)": "np.outer(self.x[t % len(self.x)], d_s)"},
    costs=[BACKWARD, CHECK],
)
slip(
    "output_weights_with_the_state_before",
    "The gradient of the output weights uses another hidden state than the last one.",
    look="the line of `backward` for the output weights",
    patch={"np.outer(self.a[-1], d_loss)": "np.outer(self.a[-2], d_loss)"},
    costs=[BACKWARD, CHECK],
)
slip(
    "hidden_bias_before_tanh",
    "The gradient of the hidden bias is taken before the activation function is passed.",
    look="the line of `backward` for the hidden bias",
    patch={"self.d_bs += d_s": "self.d_bs += d_a"},
    costs=[BIASES, CHECK],
)
slip(
    "output_bias_without_the_loss",
    "The gradient of the output bias ignores the gradient of the loss.",
    look="the line of `backward` for the output bias",
    patch={"self.d_by = np.array(d_loss)": "self.d_by = np.ones_like(d_loss)"},
    costs=[BIASES],
)
slip(
    "loss_ignored",
    "`backward` does not use the gradient of the loss that it is given.",
    look="where `d_loss` occurs in `backward`",
    hint="Call `backward` with a gradient twice as large. What should happen to what it "
    "returns?",
    patch={FIRST_ERROR: "d_loss = np.ones_like(d_loss)\n        "
           "self.d_V, self.d_by = np.outer(self.a[-1], d_loss), d_loss\n        " + FIRST_ERROR},
    costs=[BACKWARD, BIASES],
)  # fmt: skip
slip(
    "gradients_negated",
    "All gradients have the wrong sign.",
    look="the first lines of `backward`, where `d_loss` comes in",
    hint="Compare the signs with those of the numerical gradient, for one parameter.",
    patch={"self.d_V = np.outer(self.a[-1], d_loss)": "d_loss = -d_loss\n        "
           "self.d_V = np.outer(self.a[-1], d_loss)"},
    costs=[BACKWARD, BIASES, CHECK],
)  # fmt: skip
slip(
    "gradients_pile_up",
    "The gradients of one call are added to those of the call before.",
    look="where `backward` sets the gradients to zero",
    hint="Call `forward` and `backward` twice in a row. Do both calls give the same?",
    patch={
        "self.d_W, self.d_R = np.zeros_like(self.W), np.zeros_like(self.R)": (
            "fresh = self.d_W is None\n"
            "        self.d_W = np.zeros_like(self.W) if fresh else self.d_W\n"
            "        self.d_R = np.zeros_like(self.R) if fresh else self.d_R"
        ),
        "self.d_bs = np.zeros_like(self.bs)": (
            "self.d_bs = np.zeros_like(self.bs) if fresh else self.d_bs"
        ),
    },
    costs=[BACKWARD, BIASES],
)
slip(
    "hidden_bias_as_a_column",
    "For one output neuron, the gradient of the hidden bias comes as a column.",
    look="the shape of what is added up for the hidden bias",
    hint="Print the shapes of the bias and of its gradient, once for one output and once for "
    "five.",
    patch={'"d_bs": self.d_bs,': '"d_bs": self.d_bs.reshape(-1, 1) if len(d_loss) == 1 '
           "else self.d_bs,"},
    costs=["bias_gradients.single"],
)  # fmt: skip
slip(
    "keys_without_d",
    "The gradients are handed back under other names than asked for.",
    look="the keys of the dictionary that `backward` returns",
    hint="Print the keys and compare them with the docstring, letter by letter.",
    patch={f'"d_{name}": self.d_{name}': f'"{name}": self.d_{name}'
           for name in ("W", "R", "V", "bs", "by")},
    costs=[BACKWARD],
)  # fmt: skip

# Exercise 1: update

slip(
    "update_ascends",
    "The step goes along the gradient, uphill; the loss grows.",
    look="the sign in `update`",
    hint="Let f(w) = w² and w = 1. In which direction must w go for f to shrink, and which "
    "sign has the slope?",
    patch={f"self.{name} - lr": f"self.{name} + lr" for name in ("W", "R", "V", "bs", "by")},
    costs=["update"],
)
slip(
    "update_divides_by_length",
    "The step is divided by the length of the sequence.",
    look="how far `update` goes",
    hint="Make a step with the learning rate 1. By how much should the weights change?",
    patch={f"lr * self.d_{name}": f"lr / len(self.x) * self.d_{name}"
           for name in ("W", "R", "V", "bs", "by")},
    costs=["update"],
)  # fmt: skip
slip(
    "update_ignores_the_learning_rate",
    "The step does not depend on the learning rate.",
    look="how far `update` goes",
    patch={f"lr * self.d_{name}": f"self.d_{name}" for name in ("W", "R", "V", "bs", "by")},
    costs=["update"],
)
slip(
    "update_without_biases",
    "The biases are not updated.",
    look="which parameters `update` changes",
    patch={f"self.{name} - lr * self.d_{name}": f"self.{name}" for name in ("bs", "by")},
    costs=["update"],
)
slip(
    "update_without_gradients",
    "`update` does not refuse to work when there are no gradients.",
    look="the first lines of `update`, which were given",
    patch={"raise RuntimeError(": "return\n            raise RuntimeError("},
    costs=["update"],
)

# Exercise 2

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
    "`get_numerical_gradient` does not estimate anything: it uses the backward pass.",
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
