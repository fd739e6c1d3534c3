"""What a hostile notebook tries where there are no namespaces, and what an honest one needs."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import GradingFault
from grader.sandbox import host, landlock, mounts, peer, seccomp
from grader.sandbox.choice import Isolation
from tests.sandbox import ordinary

PROJECT = Path(__file__).parents[2]
AS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def contained():
    if AS_ROOT and any(map(ordinary.closed_ancestors, ordinary.needed_folders())):
        pytest.skip("nobody but root can read this interpreter; tried below where all can")
    with host.Zygote(Isolation.CONTAINER) as zygote:
        yield zygote


@pytest.fixture
def student(contained, hostile):
    fresh = hostile(contained)
    yield fresh
    fresh.end()


@pytest.fixture
def solution(tmp_path):
    """Files next to the grader that everybody may read and write, as far as their modes go."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o777)
    for name in ("solution.py", "results.json"):
        (tmp_path / name).write_text("secret")
        (tmp_path / name).chmod(0o666)
    return tmp_path


def test_it_reads_and_writes_nothing_of_the_graders_even_where_modes_allow_it(student, solution):
    for attempt in (
        f"open({str(solution / 'solution.py')!r}).read()",
        f"open({str(solution / 'results.json')!r}, 'w')",
        f"open({str(solution / 'results.json')!r}, 'a')",
        f"import os; os.open({str(solution / 'results.json')!r}, os.O_RDONLY | os.O_TRUNC)",
        f"import os; os.truncate({str(solution / 'results.json')!r}, 0)",
        f"import os; os.replace('mine', {str(solution / 'results.json')!r})",
        f"import os; os.link({str(solution / 'solution.py')!r}, 'new')",
        f"import os; os.unlink({str(solution / 'results.json')!r})",
        f"import os; os.listdir({str(solution)!r})",
        f"import os; os.mkdir({str(solution / 'new')!r})",
        f"import os; os.chmod({str(solution / 'results.json')!r}, 0)",
        f"import os; os.utime({str(solution / 'results.json')!r}, (0, 0))",
        "open('/etc/passwd').read()",
        "open('/proc/self/environ').read()",
        "open('/proc/self/mem').read()",
    ):
        student.run("open('mine', 'w').write('forged')")
        assert student.error_of(attempt) in ("PermissionError", "OSError"), attempt
    student.run(f"import os; os.symlink({str(solution / 'solution.py')!r}, 'link')")
    assert student.error_of("open('link').read()") == "PermissionError"
    assert {p.name: p.read_text() for p in solution.iterdir()} == {
        "solution.py": "secret",
        "results.json": "secret",
    }


def test_it_signals_and_bounds_nobody_but_itself(student, processes):
    others = (os.getpid(), student.zygote._process.pid, 1, -1, 0)
    for pid in others:
        assert student.error_of(f"import os; os.kill({pid}, 0)") == "PermissionError"
        assert student.error_of(f"import os; os.kill({pid}, 9)") == "PermissionError"
    for pid in others[:3]:
        limits = f"import resource; resource.prlimit({pid}, resource.RLIMIT_CPU, (0, 0))"
        assert student.error_of(limits) == "PermissionError"
        by_file = f"import fcntl, os; r, w = os.pipe(); fcntl.fcntl(r, fcntl.F_SETOWN, {pid})"
        assert student.error_of(by_file) == "PermissionError"
    student.run("import ctypes, os, threading; libc = ctypes.CDLL(None, use_errno=True)")
    assert student.sees(f"libc.syscall(200, {os.getpid()}, 0)") == -1  # tkill on x86_64
    assert student.sees("os.kill(os.getpid(), 0)") is None


def test_another_guest_is_out_of_reach(student, contained, hostile):
    other = hostile(contained)
    pid, folder = other.sees("[os.getpid(), os.getcwd()]", "import os", "open('f', 'w').write('x')")
    assert student.error_of(f"import os; os.kill({pid}, 9)") == "PermissionError"
    assert student.error_of(f"open({folder + '/f'!r})") == "PermissionError"
    for name in ("mem", "environ", "maps", "fd/0", "root/etc/passwd"):
        assert student.error_of(f"open('/proc/{pid}/{name}')") == "PermissionError"
    other.end()
    assert not Path(folder).exists()


def test_it_opens_no_socket_and_starts_no_process(student, processes):
    before = processes(student.zygote)
    for family in range(46):
        for kind in (1, 2, 3):
            statement = f"import socket; socket.socket({family}, {kind})"
            assert student.error_of(statement) == "PermissionError"
    for statement in (
        "import os; os.fork()",
        "import subprocess; subprocess.run(['/bin/ls'])",
        "import os; os.execv('/bin/ls', ['ls'])",
    ):
        assert student.error_of(statement) == "PermissionError"
    assert processes(student.zygote) == before


@pytest.mark.skipif(not AS_ROOT, reason="only root can make a guest another user")
def test_each_guest_is_a_user_of_its_own_without_any_right(student, contained, hostile, status):
    other = hostile(contained)
    users = set()
    for one in (student, other):
        fields = status(one.sees("os.getpid()", "import os"))
        users |= set(fields["Uid"].split())
        assert fields["Groups"] == ""
        assert {fields[f"Cap{name}"] for name in ("Inh", "Prm", "Eff", "Amb")} == {"0" * 16}
        assert (fields["Seccomp"], fields["NoNewPrivs"]) == ("2", "1")
    assert len(users) == 2
    assert "0" not in users
    other.end()


def test_time_and_memory_have_an_end_and_the_folder_goes_with_the_guest(contained, hostile):
    student = hostile(contained)
    folder = student.sees("os.getcwd()", "import os")
    assert student.error_of("bytes(8 * 2**30)") == "MemoryError"
    deep = "for _ in range(1200): os.mkdir('d'); os.chdir('d')"
    student.run(deep)
    assert Path(folder).is_dir()
    with pytest.raises(peer.GuestLostError, match="Stopped after"):
        student.run("import signal; signal.signal(15, signal.SIG_IGN)\nwhile True: pass", 0.5)
    assert not Path(folder).exists()
    assert hostile(contained).sees("1 + 1") == 2


def test_an_honest_notebook_finds_what_it_needs(student):
    for module in ("numpy.polynomial", "numpy.fft", "numpy.testing", "autograd.numpy", "sqlite3",
                   "asyncio", "multiprocessing", "ssl", "decimal", "zoneinfo"):  # fmt: skip
        assert student.error_of(f"import {module}") is None, module
    for statement in (
        "import numpy as np; np.save('a.npy', np.eye(3)); assert np.load('a.npy').sum() == 3",
        "import concurrent.futures as f; f.ThreadPoolExecutor(4).submit(print).result()",
        "import asyncio; await asyncio.sleep(0.001)",
        "import shutil; shutil.copyfile('a.npy', 'b.npy'); shutil.move('b.npy', 'c.npy')",
        "import pathlib; (pathlib.Path.home() / 'a' / 'b').mkdir(parents=True)",
        "import os, resource; os.urandom(4); resource.getrlimit(resource.RLIMIT_AS)",
        "import signal; signal.signal(2, signal.SIG_IGN); signal.raise_signal(2)",
        "open('/dev/null', 'w').write('gone')",
    ):
        ran = student.run(statement)
        assert ran.error is None, (statement, ran.error)


def test_the_installed_grader_is_hidden_among_the_libraries(student):
    whole, listed = mounts.readable()
    assert not any("grader" in Path(path).name for path in whole)
    for folder in listed:
        assert student.sees(f"len(os.listdir({folder!r}))", "import os") > 0
    for module in ("grader.errors", "grader.sandbox.host"):
        assert student.error_of(f"import {module}") in ("ModuleNotFoundError", "PermissionError")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("landlock.version = lambda: 0", "this kernel has no Landlock; "),
        ("mounts.readable = lambda: (['/closed'], [])", "chmod -R a+rX"),
    ],
)
def test_a_wall_that_can_not_be_put_up_is_a_refusal(monkeypatch, fault, said):
    lines = "from grader.sandbox import landlock, mounts, zygote", fault, "zygote.main()"
    command = (sys.executable, "-s", "-P", "-c", "\n".join(lines))
    monkeypatch.setattr(host, "_COMMAND", command)
    with pytest.raises(GradingFault, match="can't be isolated") as refusal:
        host.Zygote(Isolation.CONTAINER)
    assert said in str(refusal.value)
    assert str(pickle.loads(pickle.dumps(refusal.value))) == str(refusal.value)


def test_it_says_what_holds_and_what_does_not(contained):
    assert "as a user of its own" in contained.isolation or not AS_ROOT
    assert f"Landlock {landlock.version()}" in contained.isolation
    assert "no namespaces of its own" in contained.isolation


def test_the_filter_of_one_process_is_not_that_of_another():
    assert seccomp.program(only=1000) != seccomp.program(only=1001)


@pytest.mark.skipif(not AS_ROOT, reason="only root can become what these need")
@pytest.mark.parametrize("setting", ["--container", "--without-namespaces"])
def test_all_of_this_holds_as_root_of_a_container_and_as_an_ordinary_user(setting):
    arguments = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", __file__)
    mine = ("-k", "not all_of_this_holds and not can_not_be_put_up")
    done = subprocess.run(
        [sys.executable, ordinary.__file__, setting, sys.executable, *arguments, *mine],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert "nobody but root can read" not in done.stdout
    assert ("only root can make a guest" in done.stdout) is (setting == "--without-namespaces")
