"""Answers with masked, structured, text, date, empty and eight-dimensional arrays."""

# %%
import itertools

ODD = itertools.cycle(
    [
        np.ma.masked_all(5),
        np.zeros(5, dtype=[("a", float)]),
        np.array(["a"] * 5),
        np.zeros((0, 5)),
        np.zeros(5, "M8[s]"),
        np.zeros((1,) * 8),
        np.zeros((1,) * 30),
        np.zeros(5, bool),
        np.zeros((0, 2**40)),
        np.zeros(5, complex),
        np.zeros(5, np.longdouble),
        np.zeros(5, "S3"),
        np.zeros(5, "V8"),
        np.bool_(True),
        np.float16(0),
        np.random.default_rng(),
        np.matrix([[0.0]]),
        np.zeros(5, ">f8"),
        np.zeros(5)[::-1],
    ]
)
RNN.forward = lambda *_: next(ODD)
RNN.backward = lambda *_: {name: next(ODD) for name in ("d_W", "d_R", "d_V", "d_bs", "d_by")}
get_analytical_gradient = get_numerical_gradient = RNN.backward
