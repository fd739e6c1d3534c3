"""What can be drawn of a wrong answer, and what can't be read out of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.examiner import Examiner
from grader.pictures import EDGES, STEPS, WORST
from grader.result import Picture
from grader.sandbox.session import Session
from grader.scoring import score
from grader.sketching import MOST_CELLS, averaged, levels_of, sketched
from grader.submission import Cell
from tests.conftest import TINY_RUBRIC

DRAWN = (
    TINY_RUBRIC.replace("import NoCredit", "import Case, NoCredit")
    .replace("yield random.normal(size=4)", 'yield Case("a", x=random.normal(size=4), sizes=N())')
    .replace("for _ in range(3)", "for rows in (2, 3, 5)")
    .replace("N()", '{"rows": rows}')
    .replace("code.half(case)", "code.half(case.x)")
    .replace("case[0]", "case.x[0]")
    .replace('"half", points=1,', '"half", points=1, axes={"": ["time"]}, over="rows",')
    + """

@half.draw_beside("your half", "a quarter twice")
def both(code, case):
    return code.half(case.x), 2 * case.x / 4
"""
)


@pytest.fixture
def pictures_for(course, zygote):
    from grader.assignment import load_assignment

    folder = course / "solution" / "halves"
    (folder / "rubric.py").write_text(DRAWN, encoding="utf-8")
    examiner = Examiner(load_assignment(folder))

    def pictures_for(source):
        limits = examiner.assignment.settings.limits
        session = Session(zygote, [Cell(0, "code", f"import numpy as np\n{source}")], limits)
        try:
            session.run_notebook()
            marked = sketched(examiner, session, score(examiner, session))
        finally:
            session.close()
        return {one.criterion.identifier: one.outcome.pictures for one in marked}

    return pictures_for


def kinds(pictures):
    return [picture.kind for picture in pictures]


def test_errors_are_drawn_over_the_axis_that_the_rubric_names(pictures_for):
    first = pictures_for("def half(x):\n    y = x / 2\n    y[2:] *= [1.02, 9]\n    return y")[
        "half"
    ]
    assert first[0].axes == ("relative error", "time")
    [levels] = first[0].marks
    assert levels[:2] == (0, 0)
    assert 0 < levels[2] < levels[3] == WORST


def test_the_student_s_two_answers_are_drawn_against_each_other(pictures_for):
    [*_, points] = pictures_for("def half(x):\n    return x / 2 * [1, 1, 1, -1]")["half"]
    assert (points.kind, points.axes) == ("points", ("a quarter twice", "your half"))
    off = [mark for mark in points.marks if mark[2]]
    assert len(off) == 1
    assert all(0 <= place < STEPS for x, y, _ in points.marks for place in (x, y))


def test_errors_are_drawn_over_a_size_of_the_cases(pictures_for):
    source = "calls = []\ndef half(x):\n    calls.append(1)\n    return x * (0.5 + len(calls) // 2)"
    [cases] = [p for p in pictures_for(source)["half"] if p.kind == "cases"]
    assert [size for size, _ in cases.marks] == [2, 3, 5]
    assert cases.marks[0][1] == 0
    assert cases.axes[1] == "rows"


@pytest.mark.parametrize(
    "source",
    [
        "def half(x): return x / 2",
        "def half(x): return 1 / 0",
        "def half(x): return x[:2]",
        "def half(x): return 'text'",
        "def half(x): return np.full(4, np.nan)",
        "def half(x): return np.full(4, 1e308) * 10",
        "def half(x): return {'a': object()}",
        "def half(x): raise NotImplementedError",
        "",
    ],
)
def test_where_entries_cannot_be_compared_there_is_no_map(pictures_for, source):
    assert not {"map", "bars"} & set(kinds(pictures_for(source).get("half", ())))


def test_where_all_errors_are_alike_the_sentence_says_it(pictures_for):
    assert "bars" not in kinds(pictures_for("def half(x): return x")["half"])


def test_a_large_array_is_averaged_and_a_block_is_right_only_if_all_of_it_is():
    errors = np.zeros((100, 3))
    errors[99, 2] = 7.0
    mean, wrong = averaged(errors, errors > 0)
    assert mean.shape == wrong.shape == (MOST_CELLS, 3)
    assert np.argwhere(wrong).tolist() == [[MOST_CELLS - 1, 2]]
    assert mean[-1, 2] == pytest.approx(1.0)


@settings(max_examples=50)
@given(arrays(float, (3, 4), elements=st.floats(1e-12, 1e6)))
def test_no_more_than_the_level_of_an_error_can_be_read_out_of_a_picture(errors):
    levels = levels_of(errors, np.ones_like(errors, bool))
    bounds = np.array([0, *EDGES, np.inf])
    closest = np.clip(bounds[levels - 1], 1e-300, None)
    assert (levels_of(closest * 1.0000001, levels > 0) == levels).all()
    assert ((closest <= errors) & (errors <= bounds[levels])).all()


def test_a_picture_holds_whole_numbers_only(pictures_for):
    for pictures in pictures_for("def half(x):\n    return x / 2 * [1, 1.1, 2, 9]").values():
        for picture in pictures:
            assert isinstance(picture, Picture)
            assert all(type(number) is int for row in picture.marks for number in row)
