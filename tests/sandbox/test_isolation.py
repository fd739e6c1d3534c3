"""What a hostile notebook tries behind all walls, and what an honest one needs."""

import errno
import os
import platform
import resource
import site
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from grader.result import Status
from grader.sandbox import isolation, mounts, wire
from grader.sandbox.computing import computed_by
from grader.sandbox.peer import GuestLostError

PROJECT = Path(__file__).parents[2]
ORDINARY = Path(__file__).with_name("ordinary.py")
# Number on x86_64, on aarch64.
FORBIDDEN = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "clone3": (435, 435), "execve": (59, 221), "execveat": (322, 281), "bpf": (321, 280),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "io_uring_setup": (425, 425), "userfaultfd": (323, 282), "perf_event_open": (298, 241),
    "kexec_load": (246, 104), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "personality": (135, 92), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "memfd_create": (319, 279), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "setuid": (105, 146),
    "capset": (126, 91), "mknodat": (259, 33), "sched_setaffinity": (203, 122),
    "socket": (41, 198), "bind": (49, 200), "connect": (42, 203), "pidfd_open": (434, 434),
    "open_tree": (428, 428), "fsopen": (430, 430), "landlock_create_ruleset": (444, 444),
    "a call of next year": (499, 499), "swapon": (167, 224), "reboot": (169, 142),
    "settimeofday": (170, 170), "quotactl": (179, 60), "fanotify_init": (300, 262),
}  # fmt: skip


@pytest.mark.parametrize("folder", ["grader", "solution", "templates", "tests", ".git", ".ci"])
def test_the_course_cannot_be_seen(student, folder):
    assert (PROJECT / folder).exists()
    assert not student.sees(f"os.path.lexists({str(PROJECT / folder)!r})", "import os")


@pytest.mark.parametrize(
    "path", ["/proc", "/sys", "/etc/passwd", "/etc/shadow", "/bin", "/usr/bin", "/var", "/run"]
)
def test_the_machine_cannot_be_seen(student, path):
    assert not student.sees(f"os.path.lexists({path!r})", "import os")


def test_every_file_is_a_library_a_device_or_its_own(student):
    folders = (*mounts.libraries(), *map(os.path.realpath, mounts.libraries()), "/usr/lib", "/lib",
               "/usr/lib64", "/lib64", "/dev", "/etc/ld.so.cache", mounts.WORK)  # fmt: skip
    strange = student.sees(
        "[f for f in walk('/') if not f.startswith(known)]",
        f"import os\nknown = {folders!r}",
        "def walk(folder):",
        "    for entry in os.scandir(folder):",
        "        if entry.path.startswith(known): continue",
        "        if entry.is_dir(follow_symlinks=False): yield from walk(entry.path)",
        "        else: yield entry.path",
    )
    assert strange == []


def test_the_installed_grader_is_hidden_among_the_libraries(student):
    for folder in filter(os.path.exists, site.getsitepackages([sys.prefix, sys.base_prefix])):
        inside = student.sees(f"os.listdir({folder!r})", "import os")
        for name in [n for n in inside if n == "grader" or "notebook_grader" in n]:
            path = os.path.join(folder, name)
            content = f"os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read()"
            assert len(student.sees(content, "import os")) == 0
    for module in ("errors", "grading", "sandbox.host"):
        assert student.error_of(f"import grader.{module}") == "ModuleNotFoundError"


def test_nothing_can_be_written_outside_the_folder(student):
    folders = ["/", "/usr", "/usr/lib", "/dev", "/etc", *filter(os.path.exists, mounts.libraries())]
    student.run("import os, shutil")
    for folder in folders:
        for statement in (
            f"open({folder + '/new'!r}, 'w')",
            f"os.mkdir({folder + '/new'!r})",
            f"os.rename({folder!r}, '/away')",
            f"os.chmod({folder!r}, 0o777)",
        ):
            assert student.error_of(statement) in ("OSError", "PermissionError"), statement


@pytest.mark.parametrize("size", [2**20, 0], ids=["large files", "many files"])
def test_the_folder_is_bounded(student, size):
    ran = student.run(f"for n in range(100_000): open(f'{{n}}', 'wb').write(bytes({size}))")
    assert ran.error.message.startswith(f"[Errno {errno.ENOSPC}]")


def test_no_kind_of_socket_can_be_made(student):
    for family in range(46):
        for kind in (1, 2, 3):
            statement = f"import socket; socket.socket({family}, {kind})"
            assert student.error_of(statement) == "PermissionError"
    assert student.error_of("socket.create_connection(('127.0.0.1', 80))") == "PermissionError"


def test_it_is_alone_and_can_signal_nobody(student):
    assert student.sees("(os.getpid(), os.getppid())", "import os") == [1, 0]
    for pid in (os.getpid(), os.getppid(), student.zygote._process.pid, 2, 3):
        assert student.error_of(f"os.kill({pid}, 0)") == "ProcessLookupError"


@pytest.mark.parametrize("target", ["-1", "0", "os.getpid()"])
def test_killing_everybody_costs_no_other_guest(student, another, target):
    try:
        student.run(f"import os; os.kill({target}, 9)")
    except GuestLostError as lost:
        assert lost.status is Status.CRASHED  # noqa: PT017
    assert another.sees("1 + 1") == 2


@pytest.mark.parametrize(
    "statement",
    [
        "import os\nwhile True: os.fork()",
        "import os\nif os.fork() == 0: os.setsid() or os.fork()",
        "import subprocess; subprocess.run(['ls'])",
        "import os; os.popen('ls').read()",
        "import os; os.posix_spawn('/lib64/ld-linux-x86-64.so.2', ['ld'], {})",
        "import os; os.execv('/lib64/ld-linux-x86-64.so.2', ['ld'])",
        "import multiprocessing as m; m.get_context('spawn').Process(target=print).start()",
        "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
        "import concurrent.futures as f; f.ProcessPoolExecutor().submit(print).result()",
    ],
)
def test_it_can_start_no_process_and_does_not_wait_for_one(student, processes, statement):
    before = processes(student.zygote)
    assert student.error_of(statement) in ("PermissionError", "FileNotFoundError")
    assert processes(student.zygote) == before


def test_threads_are_bounded_and_end_with_their_guest(student, another, processes):
    count = student.sees(
        "start()",
        "import threading, time",
        "def start():",
        "    for count in range(10_000):",
        "        try: threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
        "        except RuntimeError: return count",
    )
    assert 0 < count < isolation.THREADS
    assert another.sees("t.is_alive()", "import threading", "t = threading.Thread(target=print)",
                        "t.start(); t.join()") is False  # fmt: skip
    before = processes(student.zygote)
    student.end()
    assert len(processes(another.zygote)) == len(before) - 1


def test_from_outside_it_is_an_ordinary_user_without_any_right(student, processes, status):
    guests = [
        fields
        for fields in map(status, processes(student.zygote))
        if fields["NSpid"].endswith("\t1") and fields["Seccomp"] == "2"
    ]
    assert len(guests) == 1
    for fields in guests:
        assert "0" not in fields["Uid"].split() + fields["Gid"].split()
        sets = [fields[f"Cap{name}"] for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")]
        assert set(sets) == {"0" * 16}
        assert fields["NoNewPrivs"] == "1"
        if os.geteuid() == 0:
            assert fields["Groups"] == ""


def test_nothing_of_the_zygote_runs_as_root(walled, processes, status):
    for pid in (walled._process.pid, *processes(walled)):
        assert "0" not in status(pid)["Uid"].split()


def test_system_calls_that_computing_does_not_need_are_refused(student):
    column = ("x86_64", "aarch64").index(platform.machine())
    numbers = {name: pair[column] for name, pair in FORBIDDEN.items()}
    allowed = student.sees(
        "{name for name, number in numbers.items() if refused(number) not in (1, 38)} or None",
        f"import ctypes\nnumbers = {numbers!r}",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "def refused(number):",
        "    return ctypes.get_errno() if libc.syscall(number, 0, 0, 0, 0, 0, 0) == -1 else 0",
    )
    assert allowed is None


@pytest.mark.parametrize("call", ["ioctl(0, 0x5412, b'x')", "prctl(4, 1)", "prctl(38, 0)"])
def test_terminals_and_attributes_of_the_process_are_left_alone(student, call):
    student.run("import ctypes; libc = ctypes.CDLL(None, use_errno=True)")
    assert student.sees("(answer, ctypes.get_errno())", f"answer = libc.{call}") == [-1, 1]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="these are oddities of x86_64")
@pytest.mark.parametrize("code", ["b827000040 0f05 c3", "b814000000 cd80 c3"], ids=["x32", "i386"])
def test_system_calls_by_other_conventions_end_the_guest(student, code):
    with pytest.raises(GuestLostError) as lost:
        student.run(
            f"import ctypes, mmap\ncode = bytes.fromhex({code!r})\n"
            "page = mmap.mmap(-1, 4096, prot=7)\npage.write(code)\n"
            "at = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
            "ctypes.CFUNCTYPE(ctypes.c_long)(at)()"
        )
    assert lost.value.sentence == "Its process was ended by SIGSYS."


def test_its_environment_is_the_same_everywhere(student):
    names = student.sees("dict(os.environ)", "import os")
    assert set(names) <= {
        "PATH", "LANG", "HOME", "TMPDIR", "IPYTHONDIR", "MPLBACKEND", "PYTHONHASHSEED",
        "PYTHONDONTWRITEBYTECODE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS",
    }  # fmt: skip
    assert student.sees("socket.gethostname()", "import socket") == "notebook"


def test_it_holds_no_descriptor_but_its_channel(student):
    kinds = student.sees(
        "[stat.S_IFMT(os.fstat(d).st_mode) for d in range(100_000) if is_open(d)]",
        "import os, stat",
        "def is_open(d):",
        "    try: return bool(os.fstat(d))",
        "    except OSError: return False",
    )
    assert kinds == [0o020000] * 3 + [0o140000]


@pytest.mark.parametrize(
    "source", ["bytes(8 * 2**30)", "kept = []\nwhile True: kept.append(bytes(2**26))"]
)
def test_memory_has_an_end_and_the_guest_goes_on(student, source):
    assert student.error_of(source) == "MemoryError"
    assert student.sees("2", "kept = None") == 2


def test_limits_are_set_and_cannot_be_raised(student):
    for name in ("AS", "FSIZE", "NOFILE", "NPROC", "CPU", "CORE"):
        kind = getattr(resource, f"RLIMIT_{name}")
        soft, hard = student.sees(f"resource.getrlimit({kind})", "import resource")
        assert soft == hard >= 0
        raised = f"resource.setrlimit({kind}, ({hard + 1}, {hard + 1}))"
        assert student.error_of(raised) in ("ValueError", "PermissionError")


def test_a_file_or_too_many_of_them_have_an_end(student):
    assert student.error_of("f = open('f', 'wb')\nf.write(bytes(2**27)); f.flush()") == "OSError"
    assert student.error_of("import os\nkept = []\nwhile True: kept += os.pipe()") == "OSError"


BUSY_THREADS = """
import hashlib, signal, threading
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
def work():
    while True: hashlib.pbkdf2_hmac("sha1", b"", b"", 10_000_000)  # in C, without the lock
for _ in range(3): threading.Thread(target=work).start()
"""


@pytest.mark.parametrize("source", ["while True: pass", BUSY_THREADS])
def test_used_up_processor_time_is_the_guests_own_failure(walled, another, source):
    guest = walled.fork(computing_seconds=1.0)
    with pytest.raises(GuestLostError) as lost:
        guest.ask(lambda number: wire.Run(number, 0, f"{source}\nwork()"), 60.0, print)
    assert lost.value.status is Status.TIMED_OUT
    assert lost.value.sentence == "Stopped after 1 second of computing."
    assert another.sees("1") == 1


COMPUTES = "import time\nwhile time.process_time() < 0.2: pass"  # however quick the machine


def test_what_a_guest_computes_is_seen_from_outside_its_namespaces(walled):
    guest = walled.fork()
    guest.ask(lambda number: wire.Run(number, 0, COMPUTES), 60.0, print)
    seen = computed_by(guest.known_as())
    guest.end()
    assert 0.05 < seen <= guest.computed


def test_sleeping_is_not_computing(walled):
    guest = walled.fork(computing_seconds=1.0)
    source = "import time; time.sleep(1.5)"
    ran = guest.ask(lambda number: wire.Run(number, 0, source), 60.0, print)
    assert ran.error is None
    guest.end()
    assert guest.computed < 1


def test_out_of_band_data_and_the_credentials_of_the_other_side_are_refused(student):
    student.run("import ctypes, socket; libc = ctypes.CDLL(None, use_errno=True)")
    student.run("ours, theirs = socket.socketpair()")
    for call in ("ours.send(b'x', socket.MSG_OOB)", "ours.sendmsg([b'x'], [], socket.MSG_OOB)",
                 "theirs.recv(1, socket.MSG_OOB)", "theirs.recvmsg(1, 0, socket.MSG_OOB)",
                 "ours.getsockopt(socket.SOL_SOCKET, 17, 12)",
                 "ours.getsockopt(socket.SOL_SOCKET, 77, 4)"):  # fmt: skip
        assert student.error_of(call) == "PermissionError", call


def test_an_honest_notebook_finds_what_it_needs(student):
    modules = ("numpy.polynomial", "numpy.fft", "numpy.random", "numpy.linalg", "numpy.testing",
               "numpy.ma", "autograd.numpy", "sqlite3", "asyncio", "multiprocessing", "ssl", "lzma",
               "decimal", "unittest.mock", "xml.dom.minidom", "zoneinfo", "doctest")  # fmt: skip
    for module in modules:
        assert student.error_of(f"import {module}") is None, module
    for statement in (
        "import asyncio; await asyncio.sleep(0.001)",
        "import concurrent.futures as f; f.ThreadPoolExecutor(4).submit(print).result()",
        "import numpy as np; np.save('a.npy', np.eye(3)); assert np.load('a.npy').sum() == 3",
        "import tempfile; tempfile.TemporaryFile().write(b'text')",
        "import shutil; shutil.copy2('a.npy', 'b.npy'); shutil.move('b.npy', 'c.npy')",
        "import ctypes; assert ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 3)() == 3",
        "import pathlib; (pathlib.Path.home() / 'a' / 'b').mkdir(parents=True)",
        "import platform; platform.platform()",
        "import time; time.sleep(0.001); time.localtime()",
        "import os; os.urandom(4); os.cpu_count()",
        "open('/dev/null', 'w').write('gone')",
    ):
        ran = student.run(statement)
        assert ran.error is None, (statement, ran.error)


def test_all_of_this_holds_for_an_ordinary_user_too():
    if os.geteuid() != 0:
        warnings.warn("Isolation was tried as an ordinary user only, not as root.", stacklevel=1)
        return
    arguments = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    files = [str(ORDINARY.with_name(f"test_{name}.py")) for name in ("isolation", "walls")]
    done = subprocess.run(
        [sys.executable, str(ORDINARY), sys.executable, *arguments, *files],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert "as an ordinary user only" in done.stdout
