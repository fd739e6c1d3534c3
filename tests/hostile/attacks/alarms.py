"""Lets timers go off between its calls, whose handlers raise wherever they find themselves."""

# %%
import itertools
import signal

count = itertools.count()


def handler(*_):
    if next(count) > 200:
        raise KeyboardInterrupt


signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)

# %%
RNN.forward = lambda self, x: (
    signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4),
    np.zeros(self.output_size),
)[1]
