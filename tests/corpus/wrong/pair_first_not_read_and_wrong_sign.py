"""Two faults: the first element is not read, and the quotient has the wrong sign."""
# lost: forward.* numerical_gradient.* gradient_check.*
# named: first_step_not_read quotient_of_the_wrong_sign


# %%
from_the_start, positive = RNN.forward, get_numerical_gradient


def forward(self, x):
    return from_the_start(self, np.delete(x, 0, axis=0))


RNN.forward = forward


def get_numerical_gradient(model, x, eps=1e-7):
    return {k: -g for k, g in positive(model, x, eps).items()}
