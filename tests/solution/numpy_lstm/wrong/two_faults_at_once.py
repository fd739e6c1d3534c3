"""Uphill, and the gradients are clipped one by one."""
# lost: update clipping
# named: uphill each_array_clipped


# %%
def update(params, grads, lr):
    return {k: v + lr * grads[k] for k, v in params.items()}


def clip(grads, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
    return {k: g * min(1.0, max_norm / max(1e-12, (g**2).sum() ** 0.5)) for k, g in grads.items()}, norm
