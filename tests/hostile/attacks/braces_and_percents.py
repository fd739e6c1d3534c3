"""Puts what formats and templates would fill in into names, messages, keys and texts.

In the report: {names.__class__}
"""

# %% before
Injected = type("{error.__init__.__globals__}%(message)s", (Exception,), {})
NASTY = "{0.__class__}{case}{names.__class__}%s%n{{ config }}{% raw %}${x}$(id)`id`"

# %% markdown
# Name: {names.__class__}%s{{ 7 * 7 }}

# %%
raise Injected(NASTY)

# %%
from IPython.display import display

display({NASTY: NASTY, "text/html": NASTY, "text/plain": NASTY}, raw=True)


def backward(self, d_loss):
    return {NASTY: 1, "{name}": 2, "d_W{sentence}": self.W, "dR%s": self.R}


def raising(*_):
    raise Injected(NASTY)


RNN.backward = backward
get_numerical_gradient = raising
get_analytical_gradient = lambda model, x: NASTY
time_numerical = type("{slow}", (), {"average": "{long}"})()
