"""Answers with 300 million entries, stored and not stored, and with a list of as many."""

# %%
RNN.forward = lambda self, x: np.zeros(300_000_000)
RNN.backward = lambda self, d: np.broadcast_to(0.0, (30_000, 30_000, 30_000))
get_numerical_gradient = lambda *_: {"d_W": [0.0] * 10_000_000}
get_analytical_gradient = lambda *_: "x" * 300_000_000
