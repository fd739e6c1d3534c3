"""Prints without end, to both streams and below them.

In the report: it is cut
"""

# %%
import os
import sys

for _ in range(20_000):
    print("again and again" * 10)
print("x" * 10**8, file=sys.stderr)

# %%
for count in range(20_000):
    print(count)
    print(count, file=sys.stderr)

# %%
for number in (0, 1, 2):
    os.write(number, b"x" * 10**6)
sys.__stdout__.write("x" * 10**6)
