"""A named tuple for each step, a dataclass for the cache, a named tuple for the state."""


# %%
from collections import namedtuple
from dataclasses import dataclass, field

Step = namedtuple("Step", "x h c i f g o new_c")
Pair = namedtuple("Pair", "h c")


@dataclass
class Cache:
    steps: list = field(default_factory=list)


def forward(params, x, state=None):
    size = (x.shape[1], params["R"].shape[0])
    state = Pair(np.zeros(size), np.zeros(size)) if state is None else Pair(*state)
    cache, ys = Cache(), []
    for x_t in x:
        z = x_t.dot(params["W"]) + state.h.dot(params["R"]) + params["bg"]
        i, f, g, o = z.reshape(len(z), 4, -1).transpose(1, 0, 2)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        new_c = f * state.c + i * g
        cache.steps.append(Step(x_t, state.h, state.c, i, f, g, o, new_c))
        state = Pair(o * np.tanh(new_c), new_c)
        ys.append(state.h.dot(params["V"]) + params["by"])
    return np.asarray(ys), tuple(state), cache


def backward(params, cache, d_y):
    grads = {k: np.zeros_like(v) for k, v in params.items()}
    dh = np.zeros_like(cache.steps[0].h)
    dc = np.zeros_like(cache.steps[0].c)
    for t in range(len(cache.steps))[::-1]:
        s = cache.steps[t]
        tc = np.tanh(s.new_c)
        dh = dh + d_y[t].dot(params["V"].T)
        grads["V"] += (s.o * tc).T.dot(d_y[t])
        grads["by"] += d_y[t].sum(0)
        dc = dc + dh * s.o * (1.0 - tc**2)
        dz = np.stack([dc * s.g * s.i * (1 - s.i), dc * s.c * s.f * (1 - s.f), dc * s.i * (1 - s.g**2),
                       dh * tc * s.o * (1 - s.o)], axis=1).reshape(len(dh), -1)
        grads["W"] += s.x.T.dot(dz)
        grads["R"] += s.h.T.dot(dz)
        grads["bg"] += dz.sum(0)
        dh, dc = dz.dot(params["R"].T), dc * s.f
    return grads, Pair(dh, dc)
