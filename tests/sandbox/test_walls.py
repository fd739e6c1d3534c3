"""Each wall by itself: what still holds when another has a hole, and what happens without it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import GradingFault
from grader.result import Status
from grader.sandbox import isolation, landlock
from grader.sandbox.host import Isolation, Zygote
from grader.sandbox.peer import GuestLostError

PROJECT = Path(__file__).parents[2]
ORDINARY = Path(__file__).with_name("ordinary.py")
DAEMONS = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(1000)
        os._exit(0)
    os.wait()
"""
SLEEPERS = """
import os, time
def sleepers():
    for count in range(1000):
        try: pid = os.fork()
        except OSError: return count
        if pid == 0: time.sleep(1000)
"""
BOMB = """
import os
while True:
    try: os.fork()
    except OSError: pass
"""


def test_without_a_filter_daemons_still_end_with_their_guest(namespaces_only, hostile, processes):
    before = processes(namespaces_only)
    student = hostile(namespaces_only)
    student.run(DAEMONS)
    assert len(processes(namespaces_only) - before) == 4
    student.end()
    assert processes(namespaces_only) == before


def test_without_a_filter_a_fork_bomb_still_ends_on_time(namespaces_only, hostile, processes):
    before = processes(namespaces_only)
    with pytest.raises(GuestLostError) as lost:
        hostile(namespaces_only).run(BOMB, seconds=1)
    assert lost.value.status is Status.TIMED_OUT
    assert processes(namespaces_only) == before


def test_without_a_filter_processes_are_bounded_for_each_guest(namespaces_only, hostile):
    students = [hostile(namespaces_only), hostile(namespaces_only)]
    for student in students:
        assert student.sees("sleepers()", SLEEPERS) == isolation.THREADS - 1
    for student in students:
        student.end()


def test_without_a_filter_the_network_is_still_another_one(namespaces_only, hostile):
    student = hostile(namespaces_only)
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX) as local,
    ):
        local.bind(b"\0of-the-machine-that-grades")
        local.listen()
        for server in (tcp, local):
            family, address = int(server.family), server.getsockname()
            with socket.socket(family) as outside:
                outside.connect(address)
            statement = f"import socket; socket.socket({family}).connect({address!r})"
            assert student.error_of(statement) in ("OSError", "ConnectionRefusedError")
    student.end()


def test_without_a_filter_nobody_outside_can_still_be_signalled(namespaces_only, hostile):
    student = hostile(namespaces_only)
    for pid in (os.getpid(), namespaces_only._process.pid, 2, 3):
        assert student.error_of(f"import os; os.kill({pid}, 0)") == "ProcessLookupError"
    student.end()


def test_without_a_filter_mounts_are_still_locked(namespaces_only, hostile):
    student = hostile(namespaces_only)
    student.run("import ctypes; libc = ctypes.CDLL(None, use_errno=True)")
    assert student.sees("libc.mount(b'x', b'/notebook', b'tmpfs', 0, None)") == -1
    assert student.sees("libc.unshare(0x10020000)") == 0  # powerful in a world of its own
    assert student.sees("libc.umount2(b'/notebook', 2)") == -1
    assert student.sees("libc.umount2(b'/usr/lib', 2)") == -1
    assert student.sees("libc.mount(b'x', b'/usr/lib', None, 0x1020, None)") == -1
    assert student.error_of("open('/usr/lib/new', 'w')") == "OSError"
    student.end()


@pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
def test_landlock_alone_keeps_writing_in_one_folder(tmp_path):
    (tmp_path / "mine").mkdir()
    script = f"""
import os
from grader.sandbox import kernel, landlock
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
landlock.restrict(landlock.version(), writable={str(tmp_path / "mine")!r}, device="/dev/null")
open("/dev/null", "w").write("gone")
os.mkdir({str(tmp_path / "mine" / "folder")!r})
open({str(tmp_path / "mine" / "folder" / "file")!r}, "w").write("text")
for attempt in (
    lambda: open({str(tmp_path / "new")!r}, "w"),
    lambda: os.mkdir({str(tmp_path / "new")!r}),
    lambda: os.rename({str(tmp_path / "mine" / "folder")!r}, {str(tmp_path / "new")!r}),
    lambda: os.execv("/usr/bin/env", ["env"]),
):
    try: attempt()
    except OSError: continue
    raise SystemExit(1)
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=PROJECT)
    assert os.listdir(tmp_path) == ["mine"]


def test_without_landlock_the_words_say_so(without_landlock, hostile):
    assert "without Landlock" in without_landlock.isolation
    assert hostile(without_landlock).sees("1 + 1") == 2


def test_the_words_tell_the_two_kinds_of_isolation_apart(walled):
    assert "namespaces" in walled.isolation
    assert "seccomp" in walled.isolation
    with Zygote(Isolation.PROCESS) as zygote:
        assert "not walled off" in zygote.isolation


def test_without_a_filter_of_system_calls_it_does_not_start(start):
    failing = "import errno\ndef fail(code): raise OSError(errno.EINVAL, 'no filters', 'seccomp')"
    with (
        pytest.raises(GradingFault, match=r"no filters.*--isolation process"),
        start(failing, "seccomp.install = fail"),
    ):
        pass


def test_without_namespaces_it_does_not_start_and_says_what_to_do():
    script = """
from grader.errors import GradingFault
from grader.sandbox.host import Isolation, Zygote
try: Zygote()
except GradingFault as fault: print(fault)
with Zygote(Isolation.PROCESS) as zygote: print(zygote.isolation)
"""
    done = subprocess.run(
        [sys.executable, str(ORDINARY), "--without-namespaces", sys.executable, "-c", script],
        capture_output=True, text=True, check=True, cwd=PROJECT,
    )  # fmt: skip
    refused, process = done.stdout.splitlines()
    assert "entering a new namespace (user, mount)" in refused
    assert "sysctl -w user.max_user_namespaces=10000" in refused
    assert "--isolation process" in refused
    assert "not walled off" in process


def test_a_root_that_can_become_nobody_else_is_told_what_to_do():
    script = """
import os
from pathlib import Path
from grader.sandbox import kernel
uid = os.geteuid()
kernel.unshare(kernel.CLONE_NEWUSER)  # before NumPy starts threads
Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
from grader.errors import GradingFault
from grader.sandbox.host import Isolation, Zygote
try: Zygote()
except GradingFault as fault: print(fault)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert "start the grader as an ordinary user" in done.stdout


def test_a_guest_that_loses_a_wall_is_the_graders_fault_and_runs_nothing(start):
    rehearsed = "class Zygote(zygote.Zygote):\n    def rehearse(self):\n        super().rehearse()"
    failing = "        seccomp.install = lambda code: 1 / 0"
    with start(f"{rehearsed}\n{failing}", "zygote.Zygote = Zygote") as zygote:
        for _ in range(2):
            with pytest.raises(GradingFault, match="division by zero"):
                zygote.fork()


def test_guests_end_with_their_zygote(hostile, processes, are_gone):
    zygote = Zygote()
    student = hostile(zygote)
    everybody = processes(zygote)
    assert len(everybody) == 2
    zygote._process.send_signal(signal.SIGKILL)
    assert are_gone(everybody)
    with pytest.raises(GradingFault):
        student.run("1")
    zygote.close()


def test_guests_end_with_their_host(processes, are_gone):
    script = """
import time
from grader.sandbox.host import Isolation, Zygote
zygote = Zygote(); guest = zygote.fork()
print(zygote._process.pid, flush=True)
time.sleep(1000)
"""
    grader = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=PROJECT
    )
    with grader:
        assert grader.stdout is not None
        zygote = int(grader.stdout.readline())
        everybody = {zygote, *processes(zygote)}
        assert len(everybody) == 3
        grader.kill()
        assert are_gone(everybody)
