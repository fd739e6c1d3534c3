"""Durations and ratios in words and pictures."""

import xml.etree.ElementTree as ET

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.measuring import LONGEST, SHORTEST
from grader.result import Measurement, Result
from grader.timings import chart, duration, ratios_of, sentence, times

LEAST = SHORTEST / LONGEST

ONE = Measurement("What a loop costs", ("loop", "array"), (22.8e-3, 237e-6))
RESULT = Result("s1", "s1.ipynb", "loops", "Loops", "1", 0.0, ())


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(2.0, "2 s"), (22.8e-3, "22.8 ms"), (237e-6, "237 µs"), (1.5e-9, "1.5 ns"), (1234, "1234 s")],
)
def test_a_duration_is_written_in_the_unit_that_people_take(seconds, written):
    assert duration(seconds) == written


@pytest.mark.parametrize(
    ("ratio", "written"), [(96.2, "96"), (1.37, "1.4"), (1234, "1200"), (0.05, "0.050")]
)
def test_a_ratio_has_two_digits(ratio, written):
    assert times(ratio) == written


def test_a_measurement_is_one_sentence_and_two_bars():
    said = "The loop took 22.8 ms, the array 237 µs: 96 times as long."
    assert sentence(ONE) == said
    drawing = ET.fromstring(chart(ONE))
    assert drawing.get("aria-label") == said
    long, short = (float(bar.get("width")) for bar in drawing.iter("rect"))
    assert 0 < short < long <= float(drawing.get("width"))


def test_names_are_escaped():
    hostile = msgspec.structs.replace(ONE, names=("<script>", '"'))
    assert "<script" not in chart(hostile)


@given(st.lists(st.floats(LEAST, 1 / LEAST), min_size=1, max_size=30))
@example([LEAST, 1 / LEAST])
def test_every_measurement_of_a_class_is_in_one_of_few_bars(ratios):
    class_ = [
        msgspec.structs.replace(
            RESULT, measurements=(Measurement("t", ("a", "b"), (1.0, 1.0 / ratio)),)
        )
        for ratio in ratios
    ]
    [found] = ratios_of(class_)
    assert found.submissions == len(ratios) == sum(count for _, count in found.bars)
    assert 1 <= len(found.bars) <= 12


def test_without_measurements_there_is_nothing_to_show():
    assert ratios_of([RESULT]) == []
