"""Mistakes with the loss and its gradient."""

from .table import CHECK, Table

# fmt: off
misconceptions = Table()
slip = misconceptions.add

LOSS = "`mean_squared_error`"

VALUE, SLOPE = "float(np.mean(error**2))", "2 * error / error.size"

slip("squares_summed", "The loss is a sum where a mean is asked for.", LOSS,
     {VALUE: "float(np.sum(error**2))", SLOPE: "2 * error"}, "loss")
slip("mean_over_samples_only", "The mean is taken over the sequences only.", LOSS,
     {VALUE: "float(np.sum(error**2)) / error.shape[1]", SLOPE: "2 * error / error.shape[1]"},
     "loss")
slip("half_the_squares", "The loss is half of what is asked for.", LOSS,
     {VALUE: "float(np.mean(error**2) / 2)", SLOPE: "error / error.size"}, "loss")
slip("slope_of_the_sum", "The gradient belongs to the sum of the squares, the loss is their mean.",
     LOSS, {SLOPE: "2 * error"}, "loss", CHECK)
slip("slope_without_two", "The gradient is half of the one that belongs to the loss.", LOSS,
     {SLOPE: "error / error.size"}, "loss", CHECK)
slip("slope_of_the_target", "The gradient points the other way.", LOSS,
     {SLOPE: "-2 * error / error.size"}, "loss", CHECK)
