"""Another order of the gates, forwards and backwards, written in another way."""
# lost: forward
# named: output_gate_before_candidate


# %%
def swap(a):
    H = a.shape[-1] // 4
    return np.concatenate([a[..., : 2 * H], a[..., 3 * H :], a[..., 2 * H : 3 * H]], axis=-1)


right_forward, right_backward = forward, backward


def swapped(params):
    return {k: swap(v) if k in ("W", "R", "bg") else v for k, v in params.items()}


def forward(params, x, state=None):
    return right_forward(swapped(params), x, state)


def backward(params, cache, d_y):
    grads, state = right_backward(swapped(params), cache, d_y)
    return swapped(grads), state
