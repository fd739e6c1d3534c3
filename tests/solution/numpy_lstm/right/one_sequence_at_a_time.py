"""Loops over sequences and hidden units, numbers in lists."""


# %%
import numpy as np


def step(params, x, h, c):
    H = len(h)
    z = [sum(x[d] * params["W"][d, k] for d in range(len(x)))
         + sum(h[j] * params["R"][j, k] for j in range(H)) + params["bg"][k] for k in range(4 * H)]
    i = [1 / (1 + np.exp(-z[k])) for k in range(H)]
    f = [1 / (1 + np.exp(-z[H + k])) for k in range(H)]
    g = [np.tanh(z[2 * H + k]) for k in range(H)]
    o = [1 / (1 + np.exp(-z[3 * H + k])) for k in range(H)]
    new_c = [f[k] * c[k] + i[k] * g[k] for k in range(H)]
    new_h = [o[k] * np.tanh(new_c[k]) for k in range(H)]
    return new_h, new_c, [i, f, g, o]


def forward(params, x, state=None):
    T, B, _ = x.shape
    H, O = params["V"].shape
    y = np.empty((T, B, O))
    h = np.zeros((T + 1, B, H))
    c = np.zeros((T + 1, B, H))
    gates = np.zeros((T, B, 4, H))
    if state is not None:
        h[0], c[0] = state[0], state[1]
    for b in range(B):
        for t in range(T):
            h[t + 1, b], c[t + 1, b], gates[t, b] = step(params, x[t, b], list(h[t, b]), list(c[t, b]))
            for k in range(O):
                y[t, b, k] = np.dot(h[t + 1, b], params["V"][:, k]) + params["by"][k]
    return y, (h[T], c[T]), {"x": x, "h": h, "c": c, "gates": gates}


def backward(params, cache, d_y):
    x, h, c, gates = cache["x"], cache["h"], cache["c"], cache["gates"]
    T, B, _ = x.shape
    grads = {k: np.zeros(v.shape) for k, v in params.items()}
    d_h0, d_c0 = np.zeros(h[0].shape), np.zeros(h[0].shape)
    for b in range(B):
        dh, dc = np.zeros(h.shape[2]), np.zeros(h.shape[2])
        for t in range(T - 1, -1, -1):
            i, f, g, o = gates[t, b]
            grads["V"] += np.outer(h[t + 1, b], d_y[t, b])
            grads["by"] += d_y[t, b]
            dh = dh + params["V"].dot(d_y[t, b])
            tc = np.tanh(c[t + 1, b])
            dc = dc + dh * o * (1 - tc * tc)
            dz = np.hstack((dc * g * i * (1 - i), dc * c[t, b] * f * (1 - f), dc * i * (1 - g * g), dh * tc * o * (1 - o)))
            grads["W"] += np.outer(x[t, b], dz)
            grads["R"] += np.outer(h[t, b], dz)
            grads["bg"] += dz
            dh, dc = params["R"].dot(dz), dc * f
        d_h0[b], d_c0[b] = dh, dc
    return grads, (d_h0, d_c0)
