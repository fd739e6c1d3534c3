"""Draws its curve, times its training, and leaves scratch cells behind."""


# %%
# %matplotlib inline
import matplotlib.pyplot as plt

# %%
trained, curve = train(initialise(2, 8, 1, 5), 60, 0.5, 1.0, 77)
plt.plot(curve)
plt.title("loss")
plt.show()

# %%
params = "something else"
x = forward = forward
undefined_name + 1

# %%
del params, trained
