"""Keeps the libraries under NumPy to one thread: cores are shared out among notebooks."""

import os

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def keep_to_one_thread() -> None:
    """Do so in this process, before it loads NumPy, and those it starts, unless told otherwise.

    Loading is quicker then, and what is computed doesn't depend on how many cores there are.
    """
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
