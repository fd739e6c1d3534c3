"""Time is walked by recursion, forwards and backwards."""


# %%
def forward(params, x, state=None):
    if state is None:
        zero = np.zeros((x.shape[1], params["R"].shape[0]))
        return forward(params, x, (zero, zero))
    h, c = state
    i, f, g, o = np.hsplit(x[0] @ params["W"] + h @ params["R"] + params["bg"], 4)
    i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
    new = f * c + i * g
    shown = o * np.tanh(new)
    here = dict(x=x[0], h=h, c=c, i=i, f=f, g=g, o=o, new=new, shown=shown)
    y = (shown @ params["V"] + params["by"])[None]
    if len(x) == 1:
        return y, (shown, new), [here]
    later, end, cache = forward(params, x[1:], (shown, new))
    return np.concatenate([y, later]), end, [here, *cache]


def backward(params, cache, d_y):
    k = cache[0]
    if len(cache) > 1:
        grads, (d_h, d_c) = backward(params, cache[1:], d_y[1:])
    else:
        grads, d_h, d_c = {n: np.zeros(v.shape) for n, v in params.items()}, 0, 0
    d_h = d_h + d_y[0] @ params["V"].T
    d_c = d_c + d_h * k["o"] * (1 - np.tanh(k["new"]) ** 2)
    d_z = np.concatenate((d_c * k["g"] * k["i"] * (1 - k["i"]), d_c * k["c"] * k["f"] * (1 - k["f"]),
                          d_c * k["i"] * (1 - k["g"] ** 2), d_h * np.tanh(k["new"]) * k["o"] * (1 - k["o"])), 1)
    here = {"W": k["x"].T @ d_z, "R": k["h"].T @ d_z, "bg": d_z.sum(0), "V": k["shown"].T @ d_y[0], "by": d_y[0].sum(0)}
    return {n: grads[n] + here[n] for n in params}, (d_z @ params["R"].T, d_c * k["f"])
