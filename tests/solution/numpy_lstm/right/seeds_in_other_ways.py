"""The global generator is seeded; the weights come from one long draw or from numbers in 0 to 1."""


# %%
def initialise(input_size, hidden_size, output_size, seed):
    np.random.seed(seed)
    k = hidden_size**-0.5
    bg = np.concatenate([np.zeros(hidden_size), np.ones(hidden_size), np.zeros(2 * hidden_size)])
    params = {"bg": bg, "by": np.zeros((output_size,))}
    for name, rows, columns in [("W", input_size, 4 * hidden_size), ("R", hidden_size, 4 * hidden_size),
                                ("V", hidden_size, output_size)]:
        params[name] = (2 * np.random.rand(rows, columns) - 1) * k
    return params


def mean_squared_error(y, target):
    T, B, O = y.shape
    total = 0.0
    gradient = np.zeros((T, B, O))
    for t in range(T):
        for b in range(B):
            for k in range(O):
                total += (target[t, b, k] - y[t, b, k]) ** 2
                gradient[t, b, k] = -2 * (target[t, b, k] - y[t, b, k]) / (T * B * O)
    return total / (T * B * O), gradient
