"""The output goes through a softmax, of which the gradients know nothing."""
# lost: forward.* gradient_check.*
# named: output_through_softmax


# %%
of = RNN.forward
def forward(self, x):
    y = of(self, x); e = np.exp(y - y.max()); return e / e.sum()
RNN.forward = forward
