# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # An LSTM in NumPy
#
# **Course:** Recurrent networks, a first course &nbsp; **Author:** the course team &nbsp;
# **Due:** Friday, 29 January 2027, 23:59 &nbsp; **Points:** 15
#
# A plain recurrent network forgets within a few steps. The long short-term memory carries a second
# state along, the cell, and learns when to write to it, when to keep it and when to show it. You
# build one with minibatches and an output at every time step, train it on a task that can't be
# solved without memory, and check its gradients.
#
# **When you are done, you can**
#
# - program the forward and the backward pass of an LSTM, for many sequences at once,
# - carry its state from one piece of a sequence to the next,
# - clip gradients, write a training loop and read the curve that it leaves,
# - check any gradient numerically.
#
# **Rules**
#
# - Use only `typing`, `numpy` and, for the curve, `matplotlib`.
# - Write your code where it says `TODO`, and remove the line `raise NotImplementedError` below it.
#   Everything else is given; helper functions of your own are welcome.
# - Keep names, arguments, dictionary keys, shapes and what is returned as they are asked for. How
#   you work inside of a function is up to you.
# - Before you hand in, restart the kernel and run all cells from the top.

# %% [markdown] grade_id="student" role="fill_in"
# Please fill in, each behind its colon:
#
# - **Name:**
# - **Student number:**

# %%
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Params: TypeAlias = dict[str, Array]  # also for gradients: they have the same keys and shapes
State: TypeAlias = tuple[Array, Array]  # h and c, in this order, each [B, H]


def sigmoid(z: Array) -> Array:
    """The logistic function of every entry."""
    return 1 / (1 + np.exp(-z))


# %% [markdown]
# ## Exercise 1: the forward pass (4 points)
#
# A minibatch holds $B$ sequences of $T$ time steps, time first: `x[t]` is what all sequences show
# at time $t$, one row each. With $\sigma$ for the logistic function, $\odot$ for the product of
# entries and rows for sequences:
#
# $$
# \begin{align*}
# [\,z_i,\, z_f,\, z_g,\, z_o\,] &= x[t]\, W + h[t-1]\, R + b_g \\
# i = \sigma(z_i) \qquad f &= \sigma(z_f) \qquad g = \tanh(z_g) \qquad o = \sigma(z_o) \\
# c[t] &= f \odot c[t-1] + i \odot g \\
# h[t] &= o \odot \tanh(c[t]) \\
# y[t] &= h[t]\, V + b_y
# \end{align*}
# $$
#
# | quantity | in the code | shape |
# |---|---|---|
# | sequences | `x` | `[T, B, D]` |
# | input weights $W$ | `params["W"]` | `[D, 4 * H]` |
# | recurrent weights $R$ | `params["R"]` | `[H, 4 * H]` |
# | gate biases $b_g$ | `params["bg"]` | `[4 * H]` |
# | output weights $V$ | `params["V"]` | `[H, O]` |
# | output biases $b_y$ | `params["by"]` | `[O]` |
# | state $(h, c)$ | a pair of arrays | `[B, H]` each |
# | outputs $y$ | returned by `forward` | `[T, B, O]` |
#
# The columns of `W`, `R` and `bg` come in four blocks of $H$: **input gate, forget gate, candidate,
# output gate**. There is an output at every time step, without activation function, and there are
# no peepholes: the gates see $x[t]$ and $h[t-1]$ only.
#
# At the start the forget gate should be open, so its biases are 1 and all others 0. The weights are
# drawn uniformly from $-1/\sqrt{H}$ to $1/\sqrt{H}$.


# %% grade_id="initialise"
def initialise(input_size: int, hidden_size: int, output_size: int, seed: int) -> Params:
    """Draw the parameters of a new network.

    Args:
        input_size: D, numbers that a sequence shows at one time.
        hidden_size: H, hidden units.
        output_size: O, outputs at one time.
        seed: the same seed gives the same parameters, another one others.

    Returns:
        The parameters "W", "R", "bg", "V" and "by".
    """
    ### BEGIN SOLUTION: draw `W`, `R` and `V` with a generator that starts from the seed.
    random = np.random.default_rng(seed)
    bound = 1 / np.sqrt(hidden_size)
    bg = np.zeros(4 * hidden_size)
    bg[hidden_size : 2 * hidden_size] = 1.0
    return {
        "W": random.uniform(-bound, bound, (input_size, 4 * hidden_size)),
        "R": random.uniform(-bound, bound, (hidden_size, 4 * hidden_size)),
        "bg": bg,
        "V": random.uniform(-bound, bound, (hidden_size, output_size)),
        "by": np.zeros(output_size),
    }
    ### END SOLUTION


# %% [markdown]
# `forward` can go on where it stopped: it takes a state and returns the one after the last time
# step. It also returns what your `backward` will need; what that is and how it is kept is up to
# you.


# %% grade_id="forward"
def forward(params: Params, x: Array, state: State | None = None) -> tuple[Array, State, Any]:
    """Read a minibatch of sequences.

    Args:
        params: as `initialise` gives them.
        x: the sequences, [T, B, D].
        state: h and c before the first time step, [B, H] each; None for zeros.

    Returns:
        The outputs y, [T, B, O]; the state (h, c) after the last time step; and the cache, which is
        anything that `backward` needs.
    """
    ### BEGIN SOLUTION: follow the equations from the first time step to the last.
    zeros = np.zeros((x.shape[1], params["R"].shape[0]))
    h, c = (zeros, zeros) if state is None else state
    outputs, cache = [], []
    for x_t in x:
        z_i, z_f, z_g, z_o = np.split(x_t @ params["W"] + h @ params["R"] + params["bg"], 4, axis=1)
        i, f, g, o = sigmoid(z_i), sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
        cache.append((x_t, h, c, i, f, g, o))
        c = f * c + i * g
        h = o * np.tanh(c)
        outputs.append(h @ params["V"] + params["by"])
    return np.array(outputs), (h, c), cache
    ### END SOLUTION


# %% [markdown]
# The loss is the mean squared error over all times, sequences and outputs.


# %% grade_id="loss"
def mean_squared_error(y: Array, target: Array) -> tuple[float, Array]:
    """The mean squared error, and its gradient.

    Args:
        y: outputs, [T, B, O].
        target: what they should be, [T, B, O].

    Returns:
        The mean of the squared errors over all T * B * O numbers; and its gradient with respect to
        y, [T, B, O].
    """
    ### BEGIN SOLUTION
    error = y - target
    return float(np.mean(error**2)), 2 * error / error.size
    ### END SOLUTION


# %% [markdown]
# ## Exercise 2: the backward pass (4.5 points)
#
# Two errors travel back through time, one at $h$ and one at $c$. At every step the error at $h[t]$
# has two sources, $y[t]$ and step $t+1$; so has the error at $c[t]$. The gradients of the
# parameters add up over all time steps and over all sequences of the minibatch.


# %% grade_id="backward"
def backward(params: Params, cache: Any, d_y: Array) -> tuple[Params, State]:
    """The gradients of a loss that depends on the outputs at all times.

    Args:
        params: as they were handed to `forward`.
        cache: what `forward` returned.
        d_y: gradient of the loss with respect to the outputs, [T, B, O].

    Returns:
        The gradients of the parameters, with the keys and shapes of `params`; and the gradients
        (d_h, d_c) with respect to the state before the first time step, [B, H] each.
    """
    ### BEGIN SOLUTION: walk from the last time step to the first.
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    d_h: Any = 0.0  # nothing comes back from beyond the last step
    d_c: Any = 0.0
    for d_out, (x_t, h, c, i, f, g, o) in zip(d_y[::-1], cache[::-1], strict=True):
        shown = np.tanh(f * c + i * g)
        grads["V"] += (o * shown).T @ d_out
        grads["by"] += d_out.sum(axis=0)
        d_h = d_h + d_out @ params["V"].T
        d_c = d_c + d_h * o * (1 - shown**2)
        d_zi = d_c * g * i * (1 - i)
        d_zf = d_c * c * f * (1 - f)
        d_zg = d_c * i * (1 - g**2)
        d_zo = d_h * shown * o * (1 - o)
        d_z = np.concatenate([d_zi, d_zf, d_zg, d_zo], axis=1)
        grads["W"] += x_t.T @ d_z
        grads["R"] += h.T @ d_z
        grads["bg"] += d_z.sum(axis=0)
        d_h = d_z @ params["R"].T
        d_c = d_c * f
    return grads, (d_h, d_c)
    ### END SOLUTION


# %% [markdown]
# ## Exercise 3: numerical gradient check (2 points)
#
# Both functions are about the same number: the mean squared error of the outputs for `x`, from a
# state of zeros. The numerical gradient knows nothing but the forward pass: it moves every entry of
# every parameter by `eps` to either side.
#
# $$
# \frac{\partial L}{\partial \theta} \approx
# \frac{L(\theta + \varepsilon) - L(\theta - \varepsilon)}{2 \varepsilon}
# $$


# %% grade_id="numerical_gradient"
def numerical_gradient(params: Params, x: Array, target: Array, eps: float = 1e-5) -> Params:
    """Estimate the gradient of the loss by two-sided difference quotients.

    Args:
        params: the parameters.
        x: sequences, [T, B, D].
        target: what the outputs should be, [T, B, O].
        eps: how far each entry is moved to either side.

    Returns:
        The gradients, with the keys and shapes of `params`.
    """
    ### BEGIN SOLUTION
    grads = {}
    for name, values in params.items():
        grads[name] = np.zeros_like(values)
        for index in np.ndindex(values.shape):
            kept = values[index]
            values[index] = kept + eps
            above, _ = mean_squared_error(forward(params, x)[0], target)
            values[index] = kept - eps
            below, _ = mean_squared_error(forward(params, x)[0], target)
            values[index] = kept
            grads[name][index] = (above - below) / (2 * eps)
    return grads
    ### END SOLUTION


# %% grade_id="analytical_gradient"
def analytical_gradient(params: Params, x: Array, target: Array) -> Params:
    """Compute the gradient of the loss by one forward and one backward pass.

    Args:
        params: the parameters.
        x: sequences, [T, B, D].
        target: what the outputs should be, [T, B, O].

    Returns:
        The gradients, with the keys and shapes of `params`.
    """
    ### BEGIN SOLUTION
    y, _, cache = forward(params, x)
    _, d_y = mean_squared_error(y, target)
    grads, _ = backward(params, cache, d_y)
    return grads
    ### END SOLUTION


# %% [markdown]
# The check is given; please leave it as it is.


# %%
def gradient_check(
    params: Params, x: Array, target: Array, threshold: float = 1e-7
) -> dict[str, bool]:
    """Print for every parameter how far the two gradients are apart.

    Args:
        params: the parameters.
        x: sequences, [T, B, D].
        target: what the outputs should be, [T, B, O].
        threshold: the largest norm of the difference that passes.

    Returns:
        For every parameter whether it passed.
    """
    numerical = numerical_gradient(params, x, target)
    analytical = analytical_gradient(params, x, target)
    passed = {}
    for name, gradient in numerical.items():
        difference = float(np.linalg.norm(gradient - analytical[name]))
        passed[name] = difference <= threshold
        print(f"{name:>3}: {difference:.2e}  {'passed' if passed[name] else 'FAILED'}")
    return passed


# %% active="ipynb"
# random = np.random.default_rng(3)
# x, target = random.normal(size=(6, 4, 3)), random.normal(size=(6, 4, 2))
# passed = gradient_check(initialise(3, 5, 2, seed=3), x, target)

# %% [markdown]
# ## Exercise 4: training (4.5 points)
#
# **Clipping.** A single large gradient can undo what many steps have learnt. If the norm of all
# gradients together, as if they were one long vector, is larger than `max_norm`, all of them are
# multiplied by the same number such that it becomes `max_norm`. Otherwise they stay as they are.


# %% grade_id="clip"
def clip(grads: Params, max_norm: float) -> tuple[Params, float]:
    """Limit the norm of all gradients together.

    Args:
        grads: the gradients; they may all be zero.
        max_norm: the largest norm that is allowed, more than 0.

    Returns:
        The clipped gradients, with the same keys; and the norm as it was before.
    """
    ### BEGIN SOLUTION
    norm = float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))
    scale = max_norm / max(norm, max_norm)
    return {name: grad * scale for name, grad in grads.items()}, norm
    ### END SOLUTION


# %% grade_id="update"
def update(params: Params, grads: Params, lr: float) -> Params:
    """Return the parameters after one step of gradient descent with the learning rate `lr`."""
    ### BEGIN SOLUTION
    return {name: value - lr * grads[name] for name, value in params.items()}
    ### END SOLUTION


# %% [markdown]
# **The task** is given: at every time a sequence shows a value, 1 or -1, and a mark, 1 or 0. The
# target is the value that stood beside the latest mark. Who doesn't remember it can but guess.


# %%
def memory_task(seed: int, steps: int = 6, samples: int = 16) -> tuple[Array, Array]:
    """A minibatch of the task.

    Args:
        seed: the same seed gives the same minibatch.
        steps: T.
        samples: B.

    Returns:
        The sequences x, [T, B, 2], and the targets, [T, B, 1].
    """
    random = np.random.default_rng(seed)
    values = random.choice([-1.0, 1.0], (steps, samples))
    marks = random.random((steps, samples)) < 0.3
    marks[0] = True
    target = values.copy()
    for t in range(1, steps):
        target[t] = np.where(marks[t], values[t], target[t - 1])
    return np.stack([values, marks], axis=2), target[:, :, np.newaxis]


# %% [markdown]
# **The loop.** Step $k = 0, 1, \ldots$ takes the minibatch `memory_task(seed + k)`, always from a
# state of zeros: forward, loss, backward, clip, update. A network with 8 hidden units must bring
# the loss **below 0.1 in 200 steps**, with a learning rate of 0.5 and a largest norm of 1. Your
# function has 20 seconds for it, which is plenty: a good one takes less than one.


# %% grade_id="train"
def train(
    params: Params, steps: int, lr: float, max_norm: float, seed: int
) -> tuple[Params, list[float]]:
    """Train a network on the memory task.

    Args:
        params: where it starts.
        steps: how many steps of gradient descent.
        lr: learning rate.
        max_norm: of the gradients, see `clip`.
        seed: step k takes the minibatch `memory_task(seed + k)`.

    Returns:
        The parameters after the last step; and the loss of every step, before its update.
    """
    ### BEGIN SOLUTION
    losses = []
    for k in range(steps):
        x, target = memory_task(seed + k)
        y, _, cache = forward(params, x)
        loss, d_y = mean_squared_error(y, target)
        grads, _ = backward(params, cache, d_y)
        grads, _ = clip(grads, max_norm)
        params = update(params, grads, lr)
        losses.append(loss)
    return params, losses
    ### END SOLUTION


# %% [markdown]
# Train a network and draw its learning curve. (Change this cell as you like.)

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
# trained, losses = train(initialise(2, 8, 1, seed=1), steps=200, lr=0.5, max_norm=1.0, seed=1000)
# plt.semilogy(losses)
# plt.axhline(0.1, linestyle=":")
# plt.xlabel("step")
# plt.ylabel("loss")
# plt.show()

# %% [markdown] grade_id="written_learning_curve" role="question" points=1
# ### In writing: the learning curve (1 point)
#
# Describe the curve in your own words: which phases does it have, and what has the network learnt
# in each? Why does it not fall smoothly, and where would it stay if the network had no memory?

# %% [markdown] grade_id="written_learning_curve_answer" role="answer"
# The loss starts near 1, the mean square of targets that are 1 or -1. At first the network finds
# out that a marked value is to be shown at once, which lowers the loss quickly. Then comes a slower
# part, in which it learns to keep the value: the forget gate must stay open without a mark and
# close with one. In the end the loss falls on slowly, as gates open and close ever more sharply.
#
# Each step sees another minibatch, so the loss jumps by what that one happens to hold, and a step
# that helps for one may hurt for the next.
#
# Without memory only marked values are known. Of the times after the first, 70 % have no mark, and
# the best guess there is 0, with a squared error of 1: the loss would stay near
# $\frac{5}{6} \cdot 0.7 \approx 0.58$.
