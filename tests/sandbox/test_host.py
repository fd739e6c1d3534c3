"""A real guest process: what it answers, and what happens when it misbehaves."""

import os
import tempfile
import time

import numpy as np
import pytest

from grader.result import Status
from grader.sandbox import wire
from grader.sandbox.host import Isolation, Zygote
from grader.sandbox.peer import GuestLostError
from grader.texts import speaking


# `container` wants an interpreter that all users can read: see test_container.py.
@pytest.fixture(scope="module", params=[Isolation.FULL, Isolation.PROCESS])
def zygote(request):
    with Zygote(request.param) as running:
        yield running


@pytest.fixture
def guest(zygote):
    fresh = zygote.fork()
    yield fresh
    fresh.end()


def ask(guest, make, seconds=10.0):
    return guest.ask(make, seconds, lambda handle, name: (handle, name))


def run(guest, source, index=0, seconds=10.0):
    return ask(guest, lambda number: wire.Run(number, index, source), seconds)


def value(guest, name):
    reply = ask(guest, lambda number: wire.Get(number, None, name))
    assert isinstance(reply, wire.Value), reply
    return reply.value


def text(ran):
    return "".join(output.get("text", "") for output in ran.outputs)


def test_a_cell_prints_shows_and_defines(guest):
    ran = run(guest, "print('hello')\nx = 6\nx * 7")
    assert text(ran) == "hello\n"
    assert ran.outputs[1]["data"]["text/plain"] == "42"
    assert value(guest, "x") == 6


def test_the_guest_goes_on_after_a_cell_that_raises(guest):
    ran = run(guest, "def f():\n    return 1 / 0\nf()", index=4)
    assert ran.error.kind == "ZeroDivisionError"
    assert [(p.cell, p.line, p.function) for p in ran.error.places] == [
        (4, 3, "<module>"),
        (4, 2, "f"),
    ]
    assert ran.error.places[1].source.strip() == "return 1 / 0"
    assert run(guest, "1").error is None


def test_a_syntax_error_says_its_line(guest):
    ran = run(guest, "x = 1\ndef (", index=2)
    assert (ran.error.kind, ran.error.places[0].line) == ("SyntaxError", 2)


@pytest.mark.parametrize("source", ["import sys; sys.exit(3)", "exit()", "raise KeyboardInterrupt"])
def test_a_polite_exit_does_not_end_the_guest(guest, source):
    run(guest, source)
    run(guest, "x = 5")
    assert value(guest, "x") == 5


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("import os; os._exit(4)", "Ended its own process (exit code 4)."),
        ("import ctypes; ctypes.string_at(0)", "Its process was ended by SIGSEGV."),
        ("import os; os.closerange(3, 256)", "Ended its own process"),
        ("import os\nfor d in range(3, 64):\n try: os.write(d, b'\\x00\\x00\\x00\\x02hi')\n"
         " except OSError: pass", "Broke the connection to the grader"),
        ("import os\nfor d in range(3, 64):\n try: os.write(d, b'\\xff' * 99)\n"
         " except OSError: pass", "Broke the connection to the grader"),
    ],
)  # fmt: skip
def test_a_guest_that_ends_or_talks_out_of_turn_is_lost_and_named(guest, source, sentence):
    with pytest.raises(GuestLostError) as lost:
        _ = [run(guest, cell) for cell in (source, "1")]
    assert lost.value.status is Status.CRASHED
    assert sentence in lost.value.sentence


@pytest.mark.parametrize(("number", "name"), [(9, "SIGKILL"), (40, "signal 40")])
def test_the_signal_that_ended_a_guest_is_named(number, name):
    with Zygote(Isolation.PROCESS) as zygote, pytest.raises(GuestLostError) as lost:
        run(zygote.fork(), f"import os; os.kill(os.getpid(), {number})")
    assert lost.value.status is Status.CRASHED
    assert lost.value.sentence == f"Its process was ended by {name}."


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import signal\nfor s in range(1, 32):\n try: signal.signal(s, signal.SIG_IGN)\n"
        " except (OSError, ValueError): pass\nwhile True: pass",
        "try:\n    while True: pass\nexcept BaseException:\n    while True: pass",
        "import time; time.sleep(100)",
    ],
)
def test_an_endless_cell_is_ended_at_its_deadline(guest, source):
    with pytest.raises(GuestLostError) as lost:
        run(guest, source, seconds=0.3)
    assert lost.value.status is Status.TIMED_OUT
    assert lost.value.sentence == "Stopped after 0.3 seconds."


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Stopped after 1 second."), ("de", "Nach 1 Sekunde gestoppt.")],
)
def test_one_second_is_said_in_the_singular(guest, language, sentence):
    with speaking(language), pytest.raises(GuestLostError) as lost:
        run(guest, "while True: pass", seconds=1.0)
    assert lost.value.sentence == sentence


def test_a_process_that_the_notebook_started_ends_with_its_guest():
    with Zygote(Isolation.PROCESS) as zygote:
        guest = zygote.fork()
        run(guest, "import subprocess\npid = subprocess.Popen(['sleep', '1000']).pid")
        pid = value(guest, "pid")
        guest.end()
    deadline = time.monotonic() + 5
    while _alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _alive(pid)


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().split(") ")[1][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_guest_knows_nothing_of_the_graders_environment(zygote, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "of-the-grader")
    with Zygote() as fresh:
        guest = fresh.fork()
        run(guest, "import os; names = dict(os.environ)")
        names = value(guest, "names")
    assert "SECRET_TOKEN" not in names
    assert "of-the-grader" not in str(names)


def test_a_guest_holds_none_of_the_graders_other_modules(guest):
    run(guest, "import sys; mine = [m for m in sys.modules if m.split('.')[0] == 'grader']")
    walls = "advice", "isolation", "kernel", "landlock", "mounts", "seccomp", "system_calls"
    walls = *walls, "processes", "walls"
    language = "wire", "messagepack", "frames"
    inside = {f"grader.sandbox.{name}" for name in ("guest", "shell", "zygote", *language, *walls)}
    assert set(value(guest, "mine")) <= {"grader", "grader.sandbox", *inside}


def test_a_guest_works_in_an_empty_folder_that_goes_with_it(zygote):
    for _ in range(2):
        guest = zygote.fork()
        run(guest, "import os\nbefore = os.listdir()\nopen('left.txt', 'w').close()\n"
            "after = os.listdir()\nhere = os.getcwd()")  # fmt: skip
        assert (value(guest, "before"), value(guest, "after")) == ([], ["left.txt"])
        here = value(guest, "here")
        guest.end()
        assert not os.path.exists(here)


def test_nothing_is_left_when_the_last_guest_has_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Zygote(Isolation.PROCESS) as zygote:
        zygote.fork().end()
        assert [*tmp_path.iterdir()]
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("isolation", [Isolation.FULL, Isolation.PROCESS])
def test_a_grader_whose_new_files_are_its_own_alone_has_guests_all_the_same(isolation):
    before = os.umask(0o077)
    try:
        with Zygote(isolation) as zygote:
            zygote.fork().end()
    finally:
        os.umask(before)


def test_two_guests_share_nothing(zygote, guest):
    other = zygote.fork()
    run(guest, "import numpy\nnumpy.allclose = None\nmine = 1")
    run(other, "import numpy\nkept = numpy.allclose is not None\nseen = 'mine' in globals()")
    assert (value(other, "kept"), value(other, "seen")) == (True, False)
    other.end()


def test_objects_stay_in_the_guest_and_are_called_there(guest):
    run(guest, "class Box:\n    def __init__(self, n): self.n = n\n    def add(self, m): "
        "self.n = self.n + m; return self.n")  # fmt: skip
    handle, _ = value(guest, "Box")
    box, name = ask(guest, lambda n: wire.Call(n, handle, [2], {})).value
    assert name == "Box"
    add, _ = ask(guest, lambda n: wire.Get(n, box, "add")).value
    argument = wire.flatten(np.array([1.0, 2.0]), lambda _: (0, ""))
    answer = ask(guest, lambda n: wire.Call(n, add, [argument], {})).value
    np.testing.assert_array_equal(answer, [3.0, 4.0])


def test_a_missing_name_is_told_apart_from_a_name_error(guest):
    reply = ask(guest, lambda number: wire.Get(number, None, "nowhere"))
    assert (reply.missing, reply.message) == (True, "nowhere")


def test_an_answer_too_large_or_endless_costs_the_call_only(guest):
    run(guest, "import numpy as np\nhuge = np.zeros(2_000_000)\nloop = []; loop.append(loop)")
    for name in ("huge", "loop"):
        reply = ask(guest, lambda number, name=name: wire.Get(number, None, name))
        assert isinstance(reply, wire.Raised)
    assert isinstance(run(guest, "1"), wire.Ran)


@pytest.mark.parametrize("magic", ["%timeit -o", "%timeit -n 100000 -r 7 -o"])
def test_timeit_runs_few_loops_and_still_gives_an_average(guest, magic):
    run(guest, "count = 0\ndef work():\n    global count\n    count += 1\n"
        "    import time; time.sleep(0.004)")  # fmt: skip
    run(guest, f"result = {magic} work()\nmean = result.average")
    assert value(guest, "mean") >= 0.004
    assert 1 <= value(guest, "count") <= 14


def test_cell_timeit_is_bounded_too(guest):
    ran = run(guest, "%%timeit\nimport time; time.sleep(0.02)")
    assert "per loop" in text(ran)


def test_output_without_end_is_cut_and_said(guest):
    ran = run(guest, "for _ in range(100_000): print('again and again')")
    assert len(text(ran)) <= 200_000
    assert ran.cut


def test_rich_outputs_arrive_as_text(guest):
    ran = run(guest, "from IPython.display import HTML, SVG, display\n"
              "display(HTML('<b>bold</b>'))")  # fmt: skip
    assert ran.outputs[0]["data"]["text/html"] == "<b>bold</b>"


def test_an_exception_whose_text_raises_is_still_an_exception(guest):
    ran = run(guest, "class Bad(Exception):\n    def __str__(self): raise ValueError\nraise Bad")
    assert (ran.error.kind, ran.error.message) == ("Bad", "")


def test_input_gets_no_answer_and_does_not_wait(guest):
    assert run(guest, "input('name?')", seconds=5).error is not None


@pytest.mark.parametrize("source", ["!pip install numpy", "files = !ls", "%pip install numpy"])
def test_a_command_is_not_run_and_does_not_cost_its_cell(guest, source):
    ran = run(guest, f"{source}\nx = 3")
    assert ran.error is None
    assert "Commands are not run here: " in text(ran)
    assert value(guest, "x") == 3


@pytest.mark.parametrize("isolation", [Isolation.FULL, Isolation.PROCESS])
def test_the_memory_that_a_guest_has_held_is_seen_from_outside(isolation):
    with Zygote(isolation) as zygote:
        guest = zygote.fork()
        before = guest.memory()
        run(guest, "held = b'x' * 50_000_000; del held")
        after = guest.memory()
        guest.end()
    assert 5 < before < 500
    assert 40 < after - before < 80
    assert guest.memory() == 0.0
