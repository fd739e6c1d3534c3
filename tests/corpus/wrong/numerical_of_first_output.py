"""The first output stands for all of them."""
# lost: numerical_gradient.multi gradient_check.multi
# named: quotient_of_the_first_output


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    def nudged(p, i, by):
        kept = p[i]
        p[i] += by
        (first, *_) = model.forward(x)
        p[i] = kept
        return first

    return {
        f"d_{k}": np.array(
            [(nudged(p, i, eps) - nudged(p, i, -eps)) / (2 * eps) for i in np.ndindex(p.shape)]
        ).reshape(p.shape)
        for k, p in model.get_weights().items()
    }
