"""Writes, renames, links and changes rights everywhere but in its folder."""

# %%
import os
import pathlib
import shutil

targets = [
    COURSE,
    f"{COURSE}/reports",
    f"{COURSE}/solution/numpy_rnn",
    "/",
    "/tmp",
    "/usr/lib",
    "/etc",
    "..",
]
for target in targets:
    for attempt in (
        lambda: pathlib.Path(target, "grades.csv").write_text("attack,9"),
        lambda: pathlib.Path(target, "rubric.py").write_text(""),
        lambda: os.rename(target, f"{target}-away"),
        lambda: shutil.rmtree(target),
        lambda: os.chmod(target, 0o777),
        lambda: os.link(f"{target}/grades.csv", "mine"),
        lambda: os.mkdir(f"{target}/new"),
        lambda: os.utime(target),
        lambda: os.truncate(f"{target}/grades.csv", 0),
    ):
        try:
            attempt()
        except OSError:
            pass
