"""Everything in arrays over time; outputs and sums in one product at the end."""


# %%
def forward(params, x, state=None):
    T, B, D = x.shape
    H = params["R"].shape[0]
    h, c, s = (np.zeros((T + 1, B, H)) for _ in range(3))
    if state is not None:
        h[0], c[0] = state
    a = np.zeros((T, B, 4 * H))
    inputs = np.tensordot(x, params["W"], axes=1) + params["bg"]
    for t in range(T):
        z = inputs[t] + h[t] @ params["R"]
        a[t] = sigmoid(z)
        a[t, :, 2 * H : 3 * H] = np.tanh(z[:, 2 * H : 3 * H])
        i, f, g, o = (a[t, :, k * H : (k + 1) * H] for k in range(4))
        c[t + 1] = f * c[t] + i * g
        s[t + 1] = np.tanh(c[t + 1])
        h[t + 1] = o * s[t + 1]
    y = np.matmul(h[1:], params["V"]) + params["by"]
    return y, (h[-1], c[-1]), (x, h, c, s, a)


def backward(params, cache, d_y):
    x, h, c, s, a = cache
    T, B, H = len(x), x.shape[1], h.shape[2]
    d_z = np.zeros((T, B, 4 * H))
    from_outputs = d_y @ params["V"].T
    d_h = np.zeros((B, H))
    d_c = np.zeros((B, H))
    for t in range(T - 1, -1, -1):
        i, f, g, o = np.split(a[t], 4, axis=-1)
        d_h += from_outputs[t]
        d_c += d_h * o * (1 - s[t + 1] ** 2)
        d_z[t, :, :H] = d_c * g * i * (1 - i)
        d_z[t, :, H : 2 * H] = d_c * c[t] * f * (1 - f)
        d_z[t, :, 2 * H : 3 * H] = d_c * i * (1 - g**2)
        d_z[t, :, 3 * H :] = d_h * s[t + 1] * o * (1 - o)
        d_h = d_z[t] @ params["R"].T
        d_c *= f
    flat = d_z.reshape(T * B, -1)
    return {
        "W": x.reshape(T * B, -1).T @ flat,
        "R": h[:-1].reshape(T * B, -1).T @ flat,
        "bg": flat.sum(0),
        "V": np.tensordot(h[1:], d_y, axes=([0, 1], [0, 1])),
        "by": d_y.sum(axis=(0, 1)),
    }, (d_h, d_c)
