"""What a fragment of a few characters can become, and how long that takes."""

import re

import pytest

from grader.markdown import markdown
from grader.sanitising import DEEPEST, MOST_PARTS, sanitised, sanitised_drawing

OPENED = "".join(f"<b x={number}>" for number in range(300))
LEFT_OPEN = f"<p>{OPENED}</p>{'<p>x' * 300}"


@pytest.mark.parametrize("show", [sanitised, sanitised_drawing, markdown])
def test_what_is_left_open_is_not_opened_again_and_again_without_end(show):
    assert len(show(f"<svg>{LEFT_OPEN}" if show is sanitised_drawing else LEFT_OPEN)) < 30_000


def test_of_tags_that_are_all_the_same_only_some_are_opened_again():
    shown = sanitised("<p><b><b><b><b><b>fat</p><p>still")
    assert shown.count("<b>") <= 8
    assert re.sub("<.*?>", "", shown) == "fatstill"


@pytest.mark.parametrize(
    "fragment",
    [
        "<div>" * (DEEPEST + 1),
        "<ul><li>" * (DEEPEST + 1),
        "<p><b><i><u><code><em>" + "<p>x" * (MOST_PARTS // 16),
    ],
)
def test_what_would_take_too_long_is_refused(fragment):
    with pytest.raises(ValueError, match="too much"):
        sanitised(fragment)


def test_a_drawing_that_ends_in_the_middle_is_refused():
    with pytest.raises(ValueError, match="too much"):
        sanitised_drawing("<svg>" + "<div/>" * (DEEPEST + 1))


def test_a_long_table_and_a_large_drawing_are_no_trouble():
    row = "<tr><th>1</th>" + "<td><b>0.5</b></td>" * 10 + "</tr>"
    assert sanitised(f"<table>{row * 400}</table>").count("<td>") == 4_000
    drawing = "<svg>" + '<path d="M0 0"/>' * 20_000 + "</svg>"
    assert sanitised_drawing(drawing).count("<path") == 20_000


def test_markdown_that_would_take_too_long_is_shown_as_it_was_written():
    assert markdown("<div>" * (DEEPEST + 1)).startswith("<pre>&lt;div&gt;")
