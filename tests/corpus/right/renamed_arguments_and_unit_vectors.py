"""The numerical gradient moves along unit vectors by set_weights; its arguments have other names."""


# %%
def get_numerical_gradient(network, sequence, epsilon=1e-7, loss=np.sum):
    start = {k: v.copy() for k, v in network.get_weights().items()}
    def value(name, shift):
        network.set_weights({**start, name: start[name] + shift})
        return float(loss(network.forward(sequence)))
    found = {}
    for name, p in start.items():
        units = epsilon * np.eye(p.size).reshape(-1, *p.shape)
        found["d_" + name] = np.array([(value(name, u) - value(name, -u)) / (2 * epsilon) for u in units]).reshape(p.shape)
    network.set_weights(start)
    return found
