"""Sleeps in a cell and waits in calls for what never comes.

In the report: Stopped after 2 seconds.
"""

# %%
import signal
import threading
import time

time.sleep(10**6)

# %%
RNN.forward = lambda *_: threading.Event().wait()
