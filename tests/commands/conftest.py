"""The command as people type it: a real process in the folder of a course."""

import os
import subprocess
import sys

import pytest

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")


@pytest.fixture
def grader(course):
    """Run `grader …` in the folder of the course."""

    def grader(*words, **more):
        command = [sys.executable, "-m", "grader", *map(str, words)]
        more = {"cwd": course, "env": {**os.environ, "COLUMNS": "200"}, **more}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, **more
        )

    return grader


@pytest.fixture
def submission(course, write_notebook):
    return write_notebook(*RIGHT, name="anna.ipynb")
