"""Answers with objects that have a thousand parts, each as large as an answer may be."""

# %%
import numpy as np


class Many:
    def __len__(self):
        return 1_000

    def __getitem__(self, index):
        return np.zeros(10**6)


RNN.forward = lambda self, x: [Many()]
RNN.backward = lambda self, d_loss: {name: [Many()] for name in ("d_W", "d_R", "d_V")}
