"""The weights start as long doubles."""


# %%
class RNN(RNN):
    def __init__(self, i, h, o):
        super().__init__(i, h, o)
        for n in ("W", "R", "V", "bs", "by"):
            setattr(self, n, getattr(self, n).astype(np.longdouble))
