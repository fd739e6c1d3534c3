"""Takes memory until there is no more, and uses it."""

# %%
kept = []
try:
    while True:
        kept.append(np.ones(2**23))
except MemoryError:
    print("bounded")

# %%
kept = b""
RNN.forward = lambda *_: np.zeros(2**40)
RNN.backward = lambda *_: bytearray(2**36)
