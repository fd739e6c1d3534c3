"""`backward` keeps the gradients in the attributes only and returns nothing."""
# lost: backward.* bias_gradients.*


# %%
returning = RNN.backward


def backward(self, d_loss):
    returning(self, d_loss)


def get_analytical_gradient(model, x):
    y = model.forward(x)
    model.backward(np.ones_like(y))
    return {"d_" + k: getattr(model, "d_" + k) for k in ("W", "R", "V", "bs", "by")}


RNN.backward = backward
