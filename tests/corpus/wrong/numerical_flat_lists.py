"""The quotients come as flat lists."""
# lost: numerical_gradient.* gradient_check.*


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    grads = {}
    for k, p in model.get_weights().items():
        flat, grads["d_" + k] = p.reshape(-1), []
        for i in range(len(flat)):
            kept = flat[i]
            flat[i] = kept + eps
            up = model.forward(x).sum()
            flat[i] = kept - eps
            down = model.forward(x).sum()
            flat[i] = kept
            grads["d_" + k].append((up - down) / (2 * eps))
    return grads
