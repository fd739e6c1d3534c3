"""Takes a little memory with each call, and never gives it back."""

# %%
kept = []
plain = RNN.forward


def forward(self, x):
    kept.append(bytes(2**24))
    return plain(self, x)


RNN.forward = forward
