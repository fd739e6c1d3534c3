"""A rectifier for the candidate, with its own right way back."""
# lost: forward


# %%
def forward(params, x, state=None):
    zeros = np.zeros((x.shape[1], len(params["R"])))
    h, c = (zeros, zeros) if state is None else state
    ys, cache = [], []
    for x_t in x:
        i, f, g, o = np.split(x_t @ params["W"] + h @ params["R"] + params["bg"], 4, axis=1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.maximum(g, 0), sigmoid(o)
        cache.append((x_t, h, c, i, f, g, o))
        c = f * c + i * g
        h = o * np.tanh(c)
        ys.append(h @ params["V"] + params["by"])
    return np.array(ys), (h, c), cache


def backward(params, cache, d_y):
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    d_h = d_c = 0.0
    for d_out, (x_t, h, c, i, f, g, o) in zip(d_y[::-1], cache[::-1]):
        t = np.tanh(f * c + i * g)
        grads["V"] += (o * t).T @ d_out
        grads["by"] += d_out.sum(axis=0)
        d_h = d_h + d_out @ params["V"].T
        d_c = d_c + d_h * o * (1 - t**2)
        z = np.hstack([d_c * g * i * (1 - i), d_c * c * f * (1 - f), d_c * i * (g > 0), d_h * t * o * (1 - o)])
        grads["W"] += x_t.T @ z
        grads["R"] += h.T @ z
        grads["bg"] += z.sum(axis=0)
        d_h, d_c = z @ params["R"].T, d_c * f
    return grads, (d_h, d_c)
