"""Mistakes with the forward pass."""

from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip = misconceptions.slip

FORWARD, CHECK = "forward.*", "gradient_check.*"

STEP = "the line of `forward` that computes the next hidden state"
LOOP = "the line of `forward` that starts the loop"
OUTPUT = "the line of `forward` that returns the output"

STATE = "a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))"
ANSWER = "return self.V.T @ a[-1] + self.by"
ERROR_AT_S = "d_s = d_a * (1 - self.a[t] ** 2)"
TIME = "for t in range(len(self.x), 0, -1):"

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
    "output_through_softmax",
    "The output goes through an activation function; it should have none.",
    look=OUTPUT,
    hint="With one output neuron, can your output ever change?",
    patch={
        ANSWER: "y = self.V.T @ a[-1] + self.by\n"
        "        y = np.exp(y - y.max())\n        return y / y.sum()"
    },
    costs=[FORWARD, CHECK],
)
slip(
    "recurrence_before_activation",
    "The recurrent weights meet the state before the activation function, not after it.",
    look=STEP,
    hint="What your network carries from step to step: can it leave the range from -1 to 1?",
    patch={
        "a = [np.zeros(self.hidden_size)]": "a, s = [np.zeros(self.hidden_size)], 0 * self.bs",
        STATE: "s = self.W.T @ x_t + self.R.T @ s + self.bs\n            a.append(np.tanh(s))",
    },
    costs=[FORWARD, CHECK],
)
slip(
    "recurrence_before_activation_throughout",
    "The recurrent weights meet the state before the activation function, not after it.",
    look=STEP,
    hint="What your network carries from step to step: can it leave the range from -1 to 1?",
    patch={
        "a = [np.zeros(self.hidden_size)]": "a, s = [np.zeros(self.hidden_size)], [0 * self.bs]",
        STATE: "s.append(self.W.T @ x_t + self.R.T @ s[-1] + self.bs)\n"
        "            a.append(np.tanh(s[-1]))",
        "self.x, self.a = x, a": "self.x, self.a, self.s = x, a, s",
        ERROR_AT_S: "d_s = d_a * (1 - self.a[t] ** 2) if t == len(self.x) else d_a",
        "np.outer(self.a[t - 1], d_s)": "np.outer(self.s[t - 1], d_s)",
    },
    costs=[FORWARD],
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
slip(
    "mean_of_states",
    "The output is computed from the mean of the hidden states, not from the last one.",
    look=OUTPUT,
    hint="In the formula for y, which hidden states occur?",
    patch={ANSWER: "return self.V.T @ np.mean(a[1:], axis=0) + self.by"},
    costs=[FORWARD, CHECK],
)
