"""All products by einsum; the four gates are an axis of their own."""


# %%
def blocks(params):
    H = params["R"].shape[0]
    return params["W"].reshape(-1, 4, H), params["R"].reshape(H, 4, H), params["bg"].reshape(4, H)


def forward(params, x, state=None):
    W, R, b = blocks(params)
    T, B = x.shape[:2]
    h, c = state if state is not None else np.zeros((2, B, R.shape[0]))
    ys, hs, cs, acts = [], [h], [c], []
    for t in range(T):
        z = np.einsum("bd,dkh->kbh", x[t], W) + np.einsum("bj,jkh->kbh", h, R) + b[:, None]
        a = np.where(np.array([0, 0, 1, 0])[:, None, None], np.tanh(z), 1 / (1 + np.exp(-z)))
        c = a[1] * c + a[0] * a[2]
        h = a[3] * np.tanh(c)
        hs.append(h)
        cs.append(c)
        acts.append(a)
        ys.append(np.einsum("bh,ho->bo", h, params["V"]) + params["by"])
    return np.array(ys), (h, c), (x, np.array(hs), np.array(cs), np.array(acts))


def backward(params, cache, d_y):
    W, R, b = blocks(params)
    x, hs, cs, acts = cache
    dz = np.zeros_like(acts)
    dh, dc = np.zeros_like(hs[0]), np.zeros_like(cs[0])
    for t in range(len(x) - 1, -1, -1):
        i, f, g, o = acts[t]
        tc = np.tanh(cs[t + 1])
        dh = dh + np.einsum("bo,ho->bh", d_y[t], params["V"])
        dc = dc + dh * o * (1 - tc**2)
        dz[t] = [dc * g * (i - i**2), dc * cs[t] * (f - f**2), dc * i * (1 - g**2), dh * tc * (o - o**2)]
        dh = np.einsum("kbh,jkh->bj", dz[t], R)
        dc = dc * f
    return {
        "W": np.einsum("tbd,tkbh->dkh", x, dz).reshape(params["W"].shape),
        "R": np.einsum("tbj,tkbh->jkh", hs[:-1], dz).reshape(params["R"].shape),
        "bg": np.einsum("tkbh->kh", dz).ravel(),
        "V": np.einsum("tbh,tbo->ho", hs[1:], d_y),
        "by": np.einsum("tbo->o", d_y),
    }, (dh, dc)
