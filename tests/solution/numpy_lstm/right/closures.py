"""The cache is a function that goes back; a step's is kept in the next one's."""


# %%
def forward(params, x, state=None):
    zero = np.zeros((x.shape[1], len(params["R"])))
    h, c = (zero, zero) if state is None else state
    ways_back, y = [], []

    def one(x_t, h, c):
        i, f, g, o = np.split(x_t @ params["W"] + h @ params["R"] + params["bg"], 4, 1)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        new_c = f * c + i * g
        t = np.tanh(new_c)
        new_h = o * t

        def back(grads, d_y, d_h, d_c):
            d_h = d_h + d_y @ params["V"].T
            d_c = d_c + d_h * o * (1 - t**2)
            z = np.concatenate([d_c * g * i * (1 - i), d_c * c * f * (1 - f), d_c * i * (1 - g**2), d_h * t * o * (1 - o)], 1)
            for name, change in zip(("W", "R", "bg", "V", "by"), (x_t.T @ z, h.T @ z, z.sum(0), new_h.T @ d_y, d_y.sum(0))):
                grads[name] = grads[name] + change
            return z @ params["R"].T, d_c * f

        return new_h, new_c, back

    for x_t in x:
        h, c, back = one(x_t, h, c)
        ways_back.append(back)
        y.append(h @ params["V"] + params["by"])

    def all_the_way_back(d_y):
        grads, d_h, d_c = dict.fromkeys(params, 0), zero, zero
        for back, d in zip(ways_back[::-1], d_y[::-1]):
            d_h, d_c = back(grads, d, d_h, d_c)
        return grads, (d_h, d_c)

    return np.array(y), (h, c), all_the_way_back


def backward(params, cache, d_y):
    return cache(d_y)
