"""Whose code an outcome is about: the cell, and in it the line that is most like the slip."""

from grader.locating import Map, located
from grader.misconceptions import Misconception
from grader.result import Mistake, Outcome, Place, Status, Trouble
from grader.submission import Cell

REFERENCE = '''
class Filter:
    def smooth(self, values, width):
        """The mean of each window."""
        total = 0.0
        for start in range(len(values) - width + 1):
            total += sum(values[start : start + width]) / width
        return total
'''
SLIP = Misconception(
    "sums", "It sums.", "the division", (("start + width]) / width", "start + width])"),), ("mean",)
)
OWN = '''class Filter:
    def smooth(self, v, w):
        """Adds sum(values[start : start + width]) up."""
        out = 0
        for i in range(len(v) - w + 1):
            out += sum(v[i : i + w])
        return out'''


def map_of(*sources):
    return Map([Cell(n, "code", source) for n, source in enumerate(sources)], REFERENCE)


def test_the_line_is_found_under_other_names():
    assert map_of("x = 1", OWN).lines_of(SLIP) == (
        Place(1, 6, "smooth", "            out += sum(v[i : i + w])"),
    )


def test_the_last_definition_counts_whatever_holds_it():
    later = (
        "def smooth(self, v, w):\n    return np.convolve(v, np.ones(w))\n\nFilter.smooth = smooth"
    )
    [place] = map_of(OWN, later).lines_of(SLIP)
    assert (place.cell, place.line) == (1, 1)


def test_where_no_line_is_alike_the_function_stands_for_it():
    own = "class Filter:\n    def smooth(self, v, w):\n        return np.cumsum(v)[w]"
    assert map_of(own).lines_of(SLIP) == (Place(0, 2, "smooth", "    def smooth(self, v, w):"),)


def test_nothing_is_found_in_code_that_is_missing_or_cannot_be_read():
    for sources in ((), ("x = 1",), ("def smooth(:",), ("\x00",), ("(" * 5000,)):
        assert map_of(*sources).lines_of(SLIP) == ()


def test_the_cell_is_that_of_the_function_called_last():
    known = map_of("import numpy as np", OWN, "def read(path): return 1")
    assert known.home("read(path)\nmodel.smooth(values, 3)").cell == 1
    assert known.home("model.smooth(read(path))").cell == 2  # as it stands furthest to the right
    assert known.home("print(x)") is None


def outcome(**changes):
    fields = {"earned": 0.0, "status": Status.WRONG, **changes}
    return Outcome("mean", "1.1", "Part", "It is right.", 1.0, **fields)


def test_a_named_mistake_leads_to_its_line_and_any_other_loss_to_its_function():
    known, calls, slips = map_of(OWN), {"mean": "model.smooth(x)"}, {"sums": SLIP}
    named = outcome(mistakes=(Mistake("sums", "It sums.", "the division"),))
    raised = outcome(status=Status.RAISED, trouble=Trouble("E", "", ()))
    right = outcome(earned=1.0, status=Status.RIGHT)
    found = located([named, outcome(), raised, right], calls, slips, known)
    assert [[place.line for place in one.lines] for one in found] == [[6], [2], [], []]
    assert {one.cell for one in found} == {0}
    assert {one.calls for one in found} == {"model.smooth(x)"}


def test_what_a_class_with_a_long_name_defines_has_short_names():
    known = map_of(f"class {'A' * 10_000}:\n  class B:\n    def smooth(self): return 1")
    assert known.home("model.smooth(x)").name == "smooth"


def test_a_long_and_strange_function_takes_no_long_time():
    lines = "\n".join(f"    x{n} = sum(v[{n}]) / w" + " + 1" * 200 for n in range(3000))
    assert len(map_of(f"def smooth(v, w):\n{lines}").lines_of(SLIP)) <= 3
