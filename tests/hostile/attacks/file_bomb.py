"""Makes as many files, folders, links and open descriptors as it can."""

# %%
import os

try:
    for count in range(10**6):
        os.mkdir(f"folder {count}")
        os.symlink("/", f"link {count}")
        open(f"file {count}", "w").close()
except OSError:
    pass
kept = []
try:
    while True:
        kept += os.pipe()
except OSError:
    pass

# %%
import os

deep = "a" * 200
try:
    while True:
        os.mkdir(deep)
        os.chdir(deep)
except OSError:
    pass
