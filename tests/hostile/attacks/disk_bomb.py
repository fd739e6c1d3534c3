"""Fills its folder with large files, sparse files and one that grows without end."""

# %%
import os

for count in range(1000):
    try:
        open(f"file {count}", "wb").write(bytes(2**24))
    except OSError:
        break
for count in range(100):
    try:
        os.truncate(f"file {count}", 2**50)
    except OSError:
        break
open("endless", "ab").write(bytes(2**28))
