"""Mistakes with the step along the gradients."""

from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
slip = misconceptions.slip

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
    "`update` does not raise the RuntimeError that is asked for where there are no gradients.",
    look="the first lines of `update`, which were given",
    patch={"raise RuntimeError(": "return\n            raise RuntimeError("},
    costs=["update"],
)
