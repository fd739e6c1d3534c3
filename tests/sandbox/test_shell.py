"""The shell in the guest: bounded outputs and bounded timings."""

import pytest

from grader.sandbox.shell import MAX_CELL_OUTPUT, MAX_CELL_TEXT, TIMEIT_SECONDS, Collector


@pytest.fixture
def run(zygote):
    """Run cells in a real guest; return the reply to the last one."""
    from grader.sandbox import wire

    guest = zygote.fork()

    def run(*sources):
        for index, source in enumerate(sources):
            reply = guest.ask(
                lambda number, i=index, s=source: wire.Run(number, i, s), 20.0, lambda *_: None
            )
        return reply

    yield run
    guest.end()


def printed(reply):
    return "".join(output["text"] for output in reply.outputs if "text" in output)


@pytest.mark.parametrize("statement", ["pass", "sum(range(1000))", "time.sleep(0.02)"])
@pytest.mark.parametrize("form", ["t = %timeit -o {}", "%%timeit -o\n{}"])
def test_timeit_gives_its_result_object_from_few_loops(run, statement, form):
    reply = run("import time", form.format(statement), "t = globals().get('t', _)\nt.average")
    assert reply.error is None
    shown = reply.outputs[-1]["data"]["text/plain"]
    assert 0 < float(shown) < 1


@pytest.mark.parametrize("options", ["", "-n 1000 -r 100", "-r 30"])
def test_all_timings_of_a_cell_share_one_budget(run, options):
    nap = "def nap():\n    global count\n    count += 1\n    time.sleep(0.001)"
    reply = run("import time\ncount = 0\n" + nap, f"%timeit -q {options} nap()\n" * 3 + "count")
    # A nap takes a millisecond at the least, so that the budget has room for no more than these.
    assert 3 <= int(reply.outputs[-1]["data"]["text/plain"]) <= 1000 * TIMEIT_SECONDS + 3


def test_the_usual_line_is_printed_and_quiet_is_quiet(run):
    assert "per loop (mean ± std. dev. of" in printed(run("%timeit 1 + 1")).replace("+-", "±")
    assert run("%timeit -q 1 + 1").outputs == []


def test_an_error_in_a_timed_statement_is_the_cells_error(run):
    assert run("%timeit 1 / 0").error.kind == "ZeroDivisionError"


def test_a_flood_of_output_is_cut_and_said(run):
    reply = run("for _ in range(10**6): print('x' * 100)")
    assert len(printed(reply)) <= MAX_CELL_TEXT
    assert reply.cut


def test_a_picture_that_is_too_large_is_left_out_whole():
    collector = Collector()
    collector.begin()
    collector.add_rich("display_data", {"image/png": b"x" * MAX_CELL_OUTPUT, "text/plain": "p"})
    (output,) = collector.end()
    assert output["data"] == {"text/plain": "p"}
    assert collector.cut


def test_what_is_printed_between_cells_is_dropped():
    collector = Collector()
    collector.add_text("stdout", "before")
    collector.begin()
    assert collector.end() == []


def test_displays_and_results_are_kept_as_notebooks_keep_them(run):
    reply = run("from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\n3 + 4")
    first, second = reply.outputs
    assert (first["output_type"], first["data"]["text/html"]) == ("display_data", "<b>x</b>")
    assert (second["output_type"], second["data"]["text/plain"]) == ("execute_result", "7")


@pytest.mark.parametrize("before", ["", "%matplotlib inline\n"])
def test_figures_appear_without_being_asked_for(run, before):
    reply = run(f"{before}import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()\n'end'")
    assert reply.error is None
    assert [sorted(o["data"]) for o in reply.outputs] == [
        ["image/png", "text/plain"],
        ["text/plain"],
    ]
    assert reply.outputs[0]["data"]["image/png"].startswith("iVBORw0KGgo")


def test_a_warning_shows_no_path_of_the_machine(run):
    text = printed(run("import warnings\nwarnings.warn('careful')"))
    assert text == "UserWarning: careful\n"
