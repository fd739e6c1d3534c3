"""One matrix for inputs, hidden state and bias; a sigmoid made of a tanh."""


# %%
def squash(z):
    return 0.5 * (1 + np.tanh(z / 2))


def forward(params, x, state=None):
    M = np.vstack([params["W"], params["R"], params["bg"]])
    B, H = x.shape[1], params["R"].shape[0]
    h, c = (np.zeros((B, H)), np.zeros((B, H))) if state is None else (np.array(s) for s in state)
    cache, y = [], np.zeros((len(x), B, params["V"].shape[1]))
    for t, x_t in enumerate(x):
        v = np.hstack([x_t, h, np.ones((B, 1))])
        z = v @ M
        i, f, o = squash(z[:, :H]), squash(z[:, H : 2 * H]), squash(z[:, -H:])
        g = np.tanh(z[:, 2 * H : 3 * H])
        old, c = c, i * g + f * c
        h = np.tanh(c) * o
        y[t] = np.hstack([h, np.ones((B, 1))]) @ np.vstack([params["V"], params["by"]])
        cache += [(v, old, i, f, g, o, np.tanh(c), h)]
    return y, [h, c], cache


def backward(params, cache, d_y):
    D, H = params["W"].shape[0], params["R"].shape[0]
    M = np.vstack([params["W"], params["R"], params["bg"]])
    d_M, d_V, d_by, d_h, d_c = np.zeros_like(M), 0, 0, 0, 0
    while cache:
        v, old, i, f, g, o, tc, h = cache.pop()
        d = d_y[len(cache)]
        d_V, d_by = d_V + h.T @ d, d_by + d.sum(axis=0)
        d_h = d_h + d @ params["V"].T
        d_c = d_c + d_h * o * (1 - tc * tc)
        z = np.hstack([d_c * g * i * (1 - i), d_c * old * f * (1 - f), d_c * i * (1 - g * g), d_h * tc * o * (1 - o)])
        d_M += v.T @ z
        d_h, d_c = (z @ M.T)[:, D : D + H], d_c * f
    return {"by": d_by, "V": d_V, "bg": d_M[-1], "R": d_M[D:-1], "W": d_M[:D]}, [d_h, d_c]
