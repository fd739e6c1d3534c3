# %% [markdown]
# # TITLE
#
# Write your code where it says `TODO`, and remove the line `raise NotImplementedError` below it.
# Restart the kernel and run all cells before you hand in. (3 points)

# %% [markdown] role="fill_in"
# Name:

# %%
import numpy as np

# %% [markdown]
# ## Exercise 1: how far numbers spread (3 points)
#
# Numbers $x_1, \ldots, x_n$ spread around their mean $\bar x$ by
# $\sqrt{\frac{1}{n} \sum_i (x_i - \bar x)^2}$.


# %% grade_id="centred"
def centred(x: np.ndarray) -> np.ndarray:
    """Every number of x [n] less the mean of them all."""
    ### BEGIN SOLUTION: what stands behind this colon is what the students read as their TODO.
    # Students never see what stands between the markers, so comments for instructors go here.
    # A cell with markers has a `grade_id`, so that it keeps its name when cells are moved.
    # The text behind the colon goes on in lines that start with `###` as well.
    return x - x.mean()
    ### END SOLUTION


# %% grade_id="spread"
def spread(x: np.ndarray) -> float:
    """The root of the mean squared distance of the numbers x [n] from their mean."""
    ### BEGIN SOLUTION: square what `centred` gives, take the mean of it, then the root.
    return float(np.sqrt((centred(x) ** 2).mean()))
    ### END SOLUTION


# %% [markdown]
# The next cell runs in the notebook only: the grader never asks about what it defines.

# %% active="ipynb"
# spread(np.array([1.0, 2.0, 3.0]))

# %% [markdown] grade_id="outlier" role="question" points=1
# **In writing.** What happens to the spread when one number is very far from all others, and why?

# %% [markdown] role="answer"
# It grows in proportion to that distance, as the square counts large distances most. (This is your
# model answer; students get an empty cell here.)
