"""copy.deepcopy of the model, which is in the standard library though no cell above imports it."""

# %%
from copy import deepcopy


def get_numerical_gradient(model: RNN, x: Array, eps: float = 1e-7) -> dict[str, Array]:
    m = deepcopy(model)
    gradients = {}
    for name in ("W", "R", "V", "bs", "by"):
        weights = getattr(m, name)
        gradients["d_" + name] = np.empty_like(weights)
        for index in np.ndindex(weights.shape):
            original = weights[index].copy()
            weights[index] = original + eps
            plus = m.forward(x)
            weights[index] = original - eps
            minus = m.forward(x)
            weights[index] = original
            gradients["d_" + name][index] = ((plus - minus) / (2 * eps)).sum()
    return gradients
