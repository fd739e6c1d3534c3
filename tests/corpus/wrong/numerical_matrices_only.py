"""The three matrices get quotients, the biases do not."""
# lost: numerical_gradient.* gradient_check.*
# named: quotient_without_biases


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    out = {}
    for name, matrix in (("W", model.W), ("R", model.R), ("V", model.V)):
        out["d_" + name] = np.zeros(matrix.shape)
        for i in range(matrix.shape[0]):
            for j in range(matrix.shape[1]):
                kept = matrix[i, j]
                matrix[i, j] = kept + eps
                up = RNN.forward(model, x).sum()
                matrix[i, j] = kept - eps
                down = RNN.forward(model, x).sum()
                matrix[i, j] = kept
                out["d_" + name][i, j] = (up - down) / (2 * eps)
    return out
