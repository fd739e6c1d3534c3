"""Each gate has its own slice of the matrices, in dictionaries by letter."""


# %%
def parts(params):
    H = params["R"].shape[0]
    cut = {k: slice(n * H, (n + 1) * H) for n, k in enumerate("ifgo")}
    return {k: (params["W"][:, s], params["R"][:, s], params["bg"][s]) for k, s in cut.items()}


def forward(params, x, state=None):
    H = params["R"].shape[0]
    if state is None:
        state = (np.zeros((x.shape[1], H)), np.zeros((x.shape[1], H)))
    h, c = state
    gates = parts(params)
    ys, cache = [], []
    for t in range(x.shape[0]):
        a = {}
        for k, (W, R, b) in gates.items():
            z = np.dot(x[t], W) + np.dot(h, R) + b
            a[k] = np.tanh(z) if k == "g" else sigmoid(z)
        before = (h, c)
        c = a["f"] * c + a["i"] * a["g"]
        s = np.tanh(c)
        h = a["o"] * s
        ys.append(h @ params["V"] + params["by"])
        cache.append({"x": x[t], "h0": before[0], "c0": before[1], "h": h, "s": s, **a})
    return np.stack(ys), (h, c), cache


def backward(params, cache, d_y):
    gates = parts(params)
    dW = {k: 0 for k in "ifgo"}
    dR, db = dict(dW), dict(dW)
    dV, dby = 0, 0
    dh_next = dc_next = 0
    for t in reversed(range(len(cache))):
        k = cache[t]
        dV = dV + k["h"].T @ d_y[t]
        dby = dby + np.sum(d_y[t], 0)
        dh = d_y[t] @ params["V"].T + dh_next
        dc = dh * k["o"] * (1 - k["s"] ** 2) + dc_next
        d = {"o": dh * k["s"], "i": dc * k["g"], "f": dc * k["c0"], "g": dc * k["i"]}
        dh_next = 0
        for n in "ifgo":
            slope = 1 - k["g"] ** 2 if n == "g" else k[n] * (1 - k[n])
            dz = d[n] * slope
            dW[n] = dW[n] + k["x"].T @ dz
            dR[n] = dR[n] + k["h0"].T @ dz
            db[n] = db[n] + dz.sum(axis=0)
            dh_next = dh_next + dz @ gates[n][1].T
        dc_next = dc * k["f"]
    join = lambda d: np.concatenate([d[n] for n in "ifgo"], axis=-1)
    return {"W": join(dW), "R": join(dR), "bg": join(db), "V": dV, "by": dby}, (dh_next, dc_next)
