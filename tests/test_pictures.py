"""Pictures of errors: the same with and without eyes, bounded, and harmless."""

import xml.etree.ElementTree as ET

import pytest

from grader.pictures import EDGES, STEPS, WORST, drawn, legend, level_words, title_of, words_of
from grader.result import Picture

MAP = Picture("map", "J", ("row", "column"), ((0, 0, 0), (3, WORST, 0)), (2, 3))
BARS = Picture("bars", "g", ("relative error", "time"), ((0, 4, 9),), (3,))
CASES = Picture("cases", "", ("largest relative error", "rows"), ((1, 0), (4, 6), (4, 7)))
POINTS = Picture("points", "", ("measured", "computed"), ((0, 0, 0), (3, 20, 6), (24, 2, 7)))


@pytest.mark.parametrize("picture", [MAP, BARS, CASES, POINTS], ids=lambda p: p.kind)
def test_every_kind_is_a_drawing_with_a_name_and_within_its_frame(picture):
    root = ET.fromstring(drawn(picture))
    assert (root.get("role"), bool(root.get("aria-label"))) == ("img", True)
    width, height = float(root.get("width")), float(root.get("height"))
    for shape in root.iter("rect"):
        assert 0 <= float(shape.get("x")) <= width - float(shape.get("width"))
        assert 0 <= float(shape.get("y")) <= height - float(shape.get("height"))
    for shape in root.iter("circle"):
        assert 0 < float(shape.get("cx")) < width
        assert 0 < float(shape.get("cy")) < height


@pytest.mark.parametrize("kind", ["map", "bars", "cases"])
def test_the_name_of_an_axis_and_its_arrow_have_room_however_small_the_picture_is(kind):
    marks = {"map": ((1,),), "bars": ((1,),), "cases": ((1, 1),)}[kind]
    small = Picture(kind, "V", ("hidden", "output"), marks, (1, 1))
    root = ET.fromstring(drawn(small))
    wide = 7.5 * len("output →")  # pixels, of letters of 12
    (name,) = [text for text in root.iter("text") if text.text == "output →"]
    assert float(name.get("x")) + wide <= float(root.get("width"))


@pytest.mark.parametrize("picture", [MAP, BARS, CASES, POINTS], ids=lambda p: p.kind)
def test_both_axes_are_named(picture):
    said = " ".join(text.text for text in ET.fromstring(drawn(picture)).iter("text"))
    assert all(name in said for name in picture.axes)


def test_a_map_says_in_words_which_rows_and_columns_are_right():
    said = words_of(MAP)
    assert "2 rows (row) by 3 columns (column)" in said
    assert "right: 4, 1e-06 to 0.001: 1, above 1: 1." in said
    assert "All right in row 0." in said
    assert "All right in column 2." in said


def test_bars_and_cases_say_in_words_where_the_error_begins():
    assert words_of(BARS) == "By time, from 0: 0: right, 1: 0.001 to 0.01, 2: above 1."
    assert words_of(CASES) == "By rows: 1: right, 4: 0.03 to 0.1 and 0.1 to 0.3."


def test_points_say_in_words_how_many_lie_off_the_diagonal_and_on_which_side():
    assert "2 hold entries that don't agree; in 1 of them measured is" in words_of(POINTS)


def test_the_levels_cover_every_error_once():
    words = [level_words(level) for level in range(WORST + 1)]
    assert words[0] == "right"
    assert words[1] == f"below {EDGES[0]:g}"
    assert words[-1] == f"above {EDGES[-1]:g}"
    assert len(set(words)) == WORST + 1


def test_what_is_right_has_a_shape_of_its_own_so_that_colour_is_not_needed():
    shapes = [shape.tag for shape in ET.fromstring(drawn(POINTS)) if shape.tag != "text"]
    assert shapes.count("circle") == 1
    assert drawn(MAP).count("<circle") == 4
    assert [level for level, _ in legend(MAP)] == [0, 3, WORST]
    assert [words for _, words in legend(POINTS)] == ["they agree", "they differ"]


def test_the_largest_pictures_are_small():
    rows = tuple(tuple((r * c) % 10 for c in range(16)) for r in range(16))
    points = tuple((n % STEPS, n // STEPS, n % 10) for n in range(200))
    assert len(drawn(Picture("map", "", ("a", "b"), rows, (900, 900)))) < 25_000
    assert len(drawn(Picture("points", "", ("a", "b"), points))) < 25_000


def test_names_from_a_rubric_or_an_answer_are_escaped():
    hostile = '"><script>1</script>'
    for kind in ("map", "bars", "cases", "points"):
        marks = ((0, 1, 1),) if kind == "points" else ((0, 1),)
        picture = Picture(kind, hostile, (hostile, hostile), marks, (1, 2))
        assert "<script" not in drawn(picture)
        assert hostile in title_of(picture) + words_of(picture)  # whoever shows it escapes it
