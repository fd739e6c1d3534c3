"""Never ends in a cell, and ignores every signal and exception meanwhile.

In the report: Stopped after 2 seconds.
"""

# %%
import signal

for number in range(1, 65):
    try:
        signal.signal(number, lambda *_: None)
    except (OSError, ValueError):
        pass
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
