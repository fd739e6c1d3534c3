"""`get_weights` was changed to give copies, so nudging them does nothing."""
# lost: numerical_gradient.* gradient_check.*


# %%
def get_weights(self):
    return {k: getattr(self, k).copy() for k in ("W", "R", "V", "bs", "by")}


RNN.get_weights = get_weights
