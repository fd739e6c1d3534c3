"""`forward` takes the mean off the input, in the caller's own array."""
# lost: forward.*


# %%
of = RNN.forward
def forward(self, x):
    x -= x.mean(axis=0)
    return of(self, x)
RNN.forward = forward
