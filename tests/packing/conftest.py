"""Running something where there are no namespaces, as root of a container where that can be."""

import os
import subprocess
import sys

import pytest

from tests.conftest import notebook_of as text_of
from tests.sandbox import ordinary


@pytest.fixture
def in_container(tmp_path):
    """Run a command with some environment; as an ordinary user where the tests run as one."""
    wrapped = [sys.executable, ordinary.__file__, "--container"] if os.geteuid() == 0 else []

    def run(*command, **environment):
        return subprocess.run(
            [*wrapped, *map(str, command)], cwd="/", capture_output=True, text=True, check=False,
            timeout=120, env={"PATH": os.environ["PATH"], **environment},
        )  # fmt: skip

    return run


@pytest.fixture
def notebook_of():
    """A notebook of some cells, as text."""
    return text_of
