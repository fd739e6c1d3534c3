"""How close the numbers must be, each time between what is right and the nearest that is not."""

from grader.rubric import Tolerance

ROUNDING = Tolerance(
    1e-12,
    "The same formula in another order of summation differs by about 1e-15. A plain difference "
    "quotient is off by 8e-11 at best: it is no backward pass, and this tells it apart. One of "
    "higher order may come closer, but not where the outputs are large.",
)
QUOTIENT = Tolerance(
    1e-9,
    "Two central differences with the same large step differ by rounding only, about 1e-14. "
    "A one-sided one is off by 1e-2, the exact gradient by 1e-4.",
)
SINGLE = Tolerance(
    5e-5,
    "Single precision carries seven digits, of which a coarse difference quotient loses one. The "
    "exact gradient in place of one is off by 1e-4.",
)
OWN_SLOPES = Tolerance(
    2e-11,
    "The slopes of the student's own forward pass are known to about 3e-12 (eighth order, step "
    "0.005); a plain difference quotient in place of backpropagation is off by 8e-11 and more.",
    floor=0.1,
)
CLOSE = Tolerance(1e-6, "This only tells gradients from made-up numbers.", floor=0.1)
