"""Gradients of zero become NaN."""
# lost: clipping


# %%
def clip(grads, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
    scale = max_norm / norm if not norm < max_norm or norm == 0 else 1.0
    return {k: g * scale for k, g in grads.items()}, norm
