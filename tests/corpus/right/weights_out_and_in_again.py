"""The numerical gradient only knows get_weights and set_weights, with copies both ways."""


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    start = {k: v.copy() for k, v in model.get_weights().items()}

    def loss(name, index, step):
        moved = {k: v.copy() for k, v in start.items()}
        moved[name][index] += step
        model.set_weights(moved)
        return model.forward(x).sum()

    try:
        return {
            f"d_{name}": np.array(
                [
                    (loss(name, index, eps) - loss(name, index, -eps)) / (2 * eps)
                    for index in np.ndindex(value.shape)
                ]
            ).reshape(value.shape)
            for name, value in start.items()
        }
    finally:
        model.set_weights(start)
