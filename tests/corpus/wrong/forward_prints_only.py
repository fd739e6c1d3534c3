"""`forward` prints the output and returns nothing."""
# lost: forward.* gradient_check.* numerical_gradient.* analytical_gradient


# %%
of = RNN.forward
def forward(self, x):
    print(of(self, x))
RNN.forward = forward
