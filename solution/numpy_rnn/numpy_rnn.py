# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A recurrent neural network in NumPy
#
# **Course:** Recurrent networks, a first course &nbsp; **Author:** the course team &nbsp;
# **Due:** Friday, 15 January 2027, 23:59 &nbsp; **Points:** 10
#
# A recurrent network reads a sequence one element at a time and carries what it has seen along in
# its hidden state. In this assignment you build one from nothing but NumPy: first the way forward,
# then the way back through time, and then you make sure, with numbers, that the way back is right.
#
# **When you are done, you can**
#
# - write down and program the forward pass of a recurrent network,
# - derive the gradients of a loss through time, for weights and for biases, and program them,
# - check any gradient numerically, and say what such a check can show and what it can't,
# - explain why nobody trains networks with numerical gradients.
#
# **Rules**
#
# - Use only the packages that the first code cell imports: `typing` and `numpy`.
# - Write your code where it says `TODO`, and remove the line `raise NotImplementedError` below it.
#   Everything else is given; helper functions and methods of your own are welcome.
# - Keep names, arguments, dictionary keys and shapes as they are asked for.
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

# %% [markdown]
# ## Exercise 1: the network (7 points)
#
# The network reads a sequence $x[1], \ldots, x[T]$ and answers once, after the last element. There
# are no minibatches, just one sample, and the output has no activation function. With
# $a[0] = 0$, for $t = 1, \ldots, T$:
#
# $$
# \begin{align*}
# s[t] &= W^\top x[t] + R^\top a[t-1] + b_s \\
# a[t] &= \tanh(s[t]) \\
# y &= V^\top a[T] + b_y
# \end{align*}
# $$
#
# | quantity | in the code | shape |
# |---|---|---|
# | sequence | `x` | `[T, input_size]` |
# | input weights $W$ | `W` | `[input_size, hidden_size]` |
# | recurrent weights $R$ | `R` | `[hidden_size, hidden_size]` |
# | output weights $V$ | `V` | `[hidden_size, output_size]` |
# | hidden bias $b_s$ | `bs` | `[hidden_size]` |
# | output bias $b_y$ | `by` | `[output_size]` |
# | output $y$ | returned by `forward` | `[output_size]` |
#
# Time counts from 1 in the formulas; the rows of `x` count from 0, so $x[t]$ is `x[t - 1]`.
#
# **Forward and back.** A loss $L$ judges the output $y$ alone. `backward` is handed
# $\partial L / \partial y$ (`d_loss`) and returns the gradients of $L$ with respect to all five
# parameters. Every parameter is used at each time step, so its gradient is a sum over time. Two
# things make the work easier: the derivative of the hyperbolic tangent is
# $\tanh'(s) = 1 - \tanh^2(s)$, and the error travels from $a[t]$ back to $a[t-1]$ in the same way
# at every step.
#
# Write the class so that it works for any size of the input, the hidden layer and the output, and
# for sequences of any length from 1 on.


# %% grade_id="network"
class RNN:
    """A recurrent network that reads a sequence and answers after its last element.

    Args:
        input_size: numbers in one element of the sequence.
        hidden_size: hidden units.
        output_size: output neurons.
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        self._reset()
        ### BEGIN SOLUTION: create the weights `self.W`, `self.R`, `self.V`, drawn uniformly from
        ### -0.2 to 0.2, and the biases `self.bs`, `self.by`, which start at zero.
        self.W = np.random.uniform(-0.2, 0.2, (input_size, hidden_size))
        self.R = np.random.uniform(-0.2, 0.2, (hidden_size, hidden_size))
        self.V = np.random.uniform(-0.2, 0.2, (hidden_size, output_size))
        self.bs = np.zeros(hidden_size)
        self.by = np.zeros(output_size)
        ### END SOLUTION

    def _reset(self) -> None:
        """Forget what `forward` and `backward` have left for the methods after them."""
        # For the backward pass: the sequence, and a[0], a[1], ..., a[T].
        self.x: Any = None
        self.a: Any = None
        # For the update: the gradients.
        self.d_W: Any = None
        self.d_R: Any = None
        self.d_V: Any = None
        self.d_bs: Any = None
        self.d_by: Any = None

    def forward(self, x: Array) -> Array:
        """Read a sequence and return the output.

        Args:
            x: the sequence, [T, input_size].

        Returns:
            The output y after the last time step, [output_size].
        """
        ### BEGIN SOLUTION: follow the three equations from the first time step to the last, and
        ### keep in `self.x` and `self.a` what `backward` will need.
        a = [np.zeros(self.hidden_size)]
        for x_t in x:
            a.append(np.tanh(self.W.T @ x_t + self.R.T @ a[-1] + self.bs))
        self.x, self.a = x, a
        return self.V.T @ a[-1] + self.by
        ### END SOLUTION

    def backward(self, d_loss: Array) -> dict[str, Array]:
        """Return the gradients of the loss for the sequence that `forward` has read last.

        Args:
            d_loss: gradient of the loss with respect to the output, [output_size].

        Returns:
            The gradients `d_W`, `d_R`, `d_V`, `d_bs`, `d_by`, summed over time, each in the shape
            of its parameter. They are also kept in the attributes of these names.
        """
        ### BEGIN SOLUTION: walk from the last time step to the first and add up the gradients in
        ### `self.d_W`, `self.d_R`, `self.d_V`, `self.d_bs`, `self.d_by`; then return them all.
        self.d_W, self.d_R = np.zeros_like(self.W), np.zeros_like(self.R)
        self.d_bs = np.zeros_like(self.bs)
        self.d_V = np.outer(self.a[-1], d_loss)
        self.d_by = np.array(d_loss)

        d_a = self.V @ d_loss
        for t in range(len(self.x), 0, -1):
            d_s = d_a * (1 - self.a[t] ** 2)
            self.d_W += np.outer(self.x[t - 1], d_s)
            self.d_R += np.outer(self.a[t - 1], d_s)
            self.d_bs += d_s
            d_a = self.R @ d_s
        return {
            "d_W": self.d_W,
            "d_R": self.d_R,
            "d_V": self.d_V,
            "d_bs": self.d_bs,
            "d_by": self.d_by,
        }
        ### END SOLUTION

    def update(self, lr: float) -> None:
        """Take one step of gradient descent, then forget the gradients.

        Args:
            lr: learning rate.

        Raises:
            RuntimeError: there are no gradients, as `backward` was not called.
        """
        if self.d_W is None:
            raise RuntimeError("Call backward before update: there are no gradients yet.")
        ### BEGIN SOLUTION: move all five parameters against their gradients.
        self.W = self.W - lr * self.d_W
        self.R = self.R - lr * self.d_R
        self.V = self.V - lr * self.d_V
        self.bs = self.bs - lr * self.d_bs
        self.by = self.by - lr * self.d_by
        ### END SOLUTION
        self._reset()

    def get_weights(self) -> dict[str, Array]:
        """Return the parameters: the arrays themselves, not copies."""
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights: dict[str, Array]) -> None:
        """Replace the parameters by copies of the given arrays.

        Args:
            weights: arrays for `W`, `R`, `V`, `bs` and `by`.

        Raises:
            ValueError: a parameter is missing.
        """
        missing = [name for name in ("W", "R", "V", "bs", "by") if name not in weights]
        if missing:
            raise ValueError(f"These parameters are missing: {', '.join(missing)}.")
        self.W = np.array(weights["W"])
        self.R = np.array(weights["R"])
        self.V = np.array(weights["V"])
        self.bs = np.array(weights["bs"])
        self.by = np.array(weights["by"])


# %% [markdown]
# A first look: does the network give one number for each output neuron? (This cell checks nothing
# beyond that. Change it as you like.)

# %% active="ipynb"
# model = RNN(input_size=5, hidden_size=10, output_size=3)
# y = model.forward(np.random.uniform(-1, 1, (7, 5)))
# print("output:", y)
# for name, gradient in model.backward(np.ones(3)).items():
#     print(name, gradient.shape)

# %% [markdown] grade_id="written_bias_gradients" role="question" points=1
# ### In writing: the gradients of the biases (1 point)
#
# Derive the gradients of the loss with respect to both biases,
# $\frac{\partial L}{\partial b_y}$ and $\frac{\partial L}{\partial b_s}$. Start from
# $\frac{\partial L}{\partial y}$, state each rule that you use, and write the results with the
# quantities that your `backward` computes. Answer in the cell below, with formulas.

# %% [markdown] grade_id="written_bias_gradients_answer" role="answer"
# **Output bias.** From $y = V^\top a[T] + b_y$ follows $\frac{\partial y_k}{\partial b_{y,j}} =
# \delta_{kj}$, so by the chain rule
#
# $$
# \frac{\partial L}{\partial b_{y}} = \frac{\partial L}{\partial y}.
# $$
#
# **Hidden bias.** The bias enters every $s[t]$, each time with derivative 1. By the chain rule for
# several paths, the gradient is the sum over all time steps of the errors at $s[t]$:
#
# $$
# \frac{\partial L}{\partial b_s} = \sum_{t=1}^{T} \frac{\partial L}{\partial s[t]}
# = \sum_{t=1}^{T} \delta[t].
# $$
#
# The errors follow from the chain rule, from the last step back to the first, with $\odot$ for the
# product of entries and $\tanh'(s) = 1 - \tanh^2(s)$:
#
# $$
# \begin{align*}
# \delta[T] &= \left(V \frac{\partial L}{\partial y}\right) \odot \left(1 - a[T]^2\right) \\
# \delta[t] &= \left(R\, \delta[t+1]\right) \odot \left(1 - a[t]^2\right),
# \qquad t = T-1, \ldots, 1
# \end{align*}
# $$
#
# The loss depends on $a[T]$ through $y$ only, and on an earlier $a[t]$ through $s[t+1]$ only.

# %% [markdown]
# ## Exercise 2: numerical gradient check (3 points)
#
# A derivative is the limit of a difference quotient, so a computer can estimate it without any
# derivation: nudge one parameter $\theta_i$ a little to both sides and see how the loss answers.
#
# $$
# \frac{\partial L}{\partial \theta_i} \approx
# \frac{L(\theta_i + \varepsilon) - L(\theta_i - \varepsilon)}{2 \varepsilon}
# $$
#
# The two-sided quotient is off by a term in $\varepsilon^2$, the one-sided one by a term in
# $\varepsilon$. Too small an $\varepsilon$ is no better, as the difference of two nearly equal
# numbers then loses its digits. As loss take the sum of all outputs, $L = \sum_k y_k$.
#
# Write two functions. The first one knows nothing but the forward pass; the second one uses your
# backward pass. Both leave the network as they found it.


# %% grade_id="numerical_gradient"
def get_numerical_gradient(model: RNN, x: Array, eps: float = 1e-7) -> dict[str, Array]:
    """Estimate the gradient of the summed outputs by two-sided difference quotients.

    Args:
        model: the network; its parameters are the same afterwards as before.
        x: the sequence, [T, input_size].
        eps: how far each parameter is moved to either side.

    Returns:
        The gradients `d_W`, `d_R`, `d_V`, `d_bs`, `d_by`, each in the shape of its parameter.
    """
    ### BEGIN SOLUTION: for every entry of every parameter, compare the summed outputs a little
    ### above and a little below its value.
    gradients = {}
    for name, values in model.get_weights().items():
        gradient = np.zeros_like(values)
        for index in np.ndindex(values.shape):
            kept = values[index]
            values[index] = kept + eps
            above = model.forward(x).sum()
            values[index] = kept - eps
            below = model.forward(x).sum()
            values[index] = kept
            gradient[index] = (above - below) / (2 * eps)
        gradients[f"d_{name}"] = gradient
    return gradients
    ### END SOLUTION


# %% grade_id="analytical_gradient"
def get_analytical_gradient(model: RNN, x: Array) -> dict[str, Array]:
    """Compute the gradient of the summed outputs by one forward and one backward pass.

    Args:
        model: the network; its parameters are the same afterwards as before.
        x: the sequence, [T, input_size].

    Returns:
        The gradients `d_W`, `d_R`, `d_V`, `d_bs`, `d_by`, each in the shape of its parameter.
    """
    ### BEGIN SOLUTION: run `forward`, then `backward` with the gradient of the summed outputs.
    y = model.forward(x)
    return model.backward(np.ones_like(y))
    ### END SOLUTION


# %% [markdown]
# The check compares the two for every parameter. It is given; please leave it as it is.


# %%
def gradient_check(model: RNN, x: Array, threshold: float = 1e-7) -> dict[str, bool]:
    """Print for every parameter how far the two gradients are apart.

    Args:
        model: the network.
        x: the sequence, [T, input_size].
        threshold: the largest norm of the difference that passes.

    Returns:
        For every gradient whether it passed.
    """
    numerical = get_numerical_gradient(model, x)
    analytical = get_analytical_gradient(model, x)
    passed = {}
    for name, gradient in numerical.items():
        difference = float(np.linalg.norm(gradient - analytical[name]))
        passed[name] = difference <= threshold
        print(f"{name:>5}: {difference:.2e}  {'passed' if passed[name] else 'FAILED'}")
    return passed


# %% [markdown]
# ### One output neuron
#
# Only run this cell. All five lines should say *passed*.

# %% active="ipynb"
# single = RNN(input_size=5, hidden_size=10, output_size=1)
# x = np.random.uniform(-1, 1, (5, 5))
# check_single = gradient_check(single, x)

# %% [markdown]
# ### Several output neurons
#
# The same for five. Does it still pass?

# %% active="ipynb"
# multi = RNN(input_size=5, hidden_size=10, output_size=5)
# check_multi = gradient_check(multi, x)

# %% [markdown]
# ### Which one is faster?
#
# The numerical gradient runs the network twice for every single parameter. What does that cost?
# (A typical laptop needs 237 µs for the analytical and 22.8 ms for the numerical gradient.)

# %% active="ipynb"
# time_analytical = %timeit -o get_analytical_gradient(multi, x)

# %% active="ipynb"
# time_numerical = %timeit -o get_numerical_gradient(multi, x)

# %% active="ipynb"
# ratio = time_numerical.average / time_analytical.average
# print(f"The analytical gradient is {ratio:.0f} times faster.")
