"""Mistakes with the backward pass."""

from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip = misconceptions.slip

BACKWARD, BIASES, CHECK = "backward.*", "bias_gradients.*", "gradient_check.*"

BACK_LOOP = "the line of `backward` that starts the loop"
DELTA = "the line of `backward` that turns the error at a[t] into the error at s[t]"
PASS_ON = "the line of `backward` that hands the error on to the time step before"
SUMS = "the lines of `backward` inside the loop"

ERROR_AT_S = "d_s = d_a * (1 - self.a[t] ** 2)"
FIRST_ERROR = "d_a = self.V @ d_loss"
TIME = "for t in range(len(self.x), 0, -1):"

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
    "error_not_passed_on",
    "Every time step starts from the same error: it is not handed on from step to step.",
    look=PASS_ON,
    hint="Take two time steps. On which way does the first hidden state reach the output?",
    patch={"            d_a = self.R @ d_s\n": ""},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "error_kept_when_passed_on",
    "The error of the later time step stays in when the time step before has its turn.",
    look=PASS_ON,
    hint="Print the error at each time step. What is left in it of the one before?",
    patch={"d_a = self.R @ d_s": "d_a = d_a + self.R @ d_s"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "error_comes_in_at_every_step",
    "The error of the output comes in at every time step, though only one leads to the output.",
    look=PASS_ON,
    hint="For each time step, list what its hidden state goes into.",
    patch={"d_a = self.R @ d_s": "d_a = self.R @ d_s + self.V @ d_loss"},
    costs=[BACKWARD, BIASES, CHECK],
)
slip(
    "loss_at_every_step",
    "Every time step is taken to have an output and a loss of its own.",
    look=SUMS,
    hint="How often does your `forward` use the output weights, and how often does `backward`?",
    patch={
        "self.d_bs += d_s": "self.d_bs += d_s\n            if t > 1:\n"
        "                self.d_V += np.outer(self.a[t - 1], d_loss)\n"
        "                self.d_by += d_loss",
        "d_a = self.R @ d_s": "d_a = self.R @ d_s + self.V @ d_loss",
    },
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
