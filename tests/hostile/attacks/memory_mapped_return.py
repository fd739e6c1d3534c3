"""Answers with arrays that are files in memory, and larger than they can be."""

# %%
RNN.forward = lambda self, x: np.memmap("answer", float, "w+", shape=(self.output_size,))
RNN.backward = lambda self, d: {"d_W": np.memmap("large", "u1", "w+", shape=(60_000_000,))}
