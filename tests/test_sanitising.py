"""What a fragment of a few characters can become, and how long that takes."""

import re

import pytest

from grader.markdown import markdown
from grader.sanitising import DEEPEST, MOST_PARTS, plain, sanitised, sanitised_drawing

OPENED = "".join(f"<b x={number}>" for number in range(300))
LEFT_OPEN = f"<p>{OPENED}</p>{'<p>x' * 300}"


@pytest.mark.parametrize("show", [sanitised, markdown])
def test_what_is_left_open_is_not_opened_again_and_again_without_end(show):
    assert len(show(LEFT_OPEN)) < 30_000


def test_in_a_drawing_nothing_is_opened_again_at_all():
    left_open = LEFT_OPEN.replace("x=", "x='").replace(">", "'>").replace("p'>", "p>")
    with pytest.raises(ValueError, match=r"drawing|too much"):
        sanitised_drawing(f"<svg>{left_open}</svg>")


def test_of_tags_that_are_all_the_same_only_some_are_opened_again():
    shown = sanitised("<p><b><b><b><b><b>fat</p><p>still")
    assert shown.count("<b>") <= 8
    assert re.sub("<.*?>", "", shown) == "fatstill"


@pytest.mark.parametrize(
    "text",
    ["-|-\n" * 4_998 + "a|b|c", '"|a|\n|-|\n' * 2_000, "\\\\(" * 6_000, "\\begin{a}" * 2_000],
)
def test_markdown_over_which_its_parser_takes_seconds_is_shown_as_it_was_written(text):
    assert markdown(text).startswith("<pre>")


def test_a_long_table_and_many_formulas_are_laid_out():
    assert "<table>" in markdown("a|b\n-|-\n" + "1|2\n" * 3_000)
    assert markdown("\\\\(x\\\\) " * 500).count("<math") == 500


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
        sanitised_drawing("<svg>" + "<div/>" * (DEEPEST + 1) + "</svg>")


def test_a_long_table_and_a_large_drawing_are_no_trouble():
    row = "<tr><th>1</th>" + "<td><b>0.5</b></td>" * 10 + "</tr>"
    assert sanitised(f"<table>{row * 400}</table>").count("<td>") == 4_000
    drawing = "<svg>" + '<path d="M0 0"/>' * 20_000 + "</svg>"
    assert sanitised_drawing(drawing).count("<path") == 20_000


def test_markdown_that_would_take_too_long_is_shown_as_it_was_written():
    assert markdown("<div>" * (DEEPEST + 1)).startswith("<pre>&lt;div&gt;")


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg>" + "<desc>" * 1_000 + "<rt>" * 50_000,
        "<svg>" + "<g>" * 50_000 + "</x>" * 50_000,
        "<svg>" + "<g>" * 300 + "</g>" * 300 + "</svg>",
        "<svg><desc>" + "<rt/>" * 300 + "</desc></svg>",
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
        '<svg><g id="a"><use href="#b"/></g><use xlink:href="#a"/></svg>',
        '<svg><use id="a" href="#a"/></svg>',
    ],
)
def test_a_drawing_that_grows_when_it_is_read_or_drawn_is_refused(drawing):
    with pytest.raises(ValueError, match=r"drawing|too much"):
        sanitised_drawing(drawing)


def test_a_drawing_that_draws_a_letter_many_times_is_shown():
    letters = '<g id="text"><use xlink:href="#letter" x="1"/></g>' * 300
    drawing = f'<svg><defs><path id="letter" d="M0 0"/></defs>{letters}</svg>'
    assert sanitised_drawing(drawing).count("<use") == 300


def test_a_matplotlib_figure_is_a_drawing():
    axes = "<g id='axes'><title>A</title><metadata><r:RDF><c:Work/></r:RDF></metadata></g>"
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    head = f'\n<?xml version="1.0" encoding="utf-8"?>{doctype}'
    assert "<title>" in sanitised_drawing(f"{head}<svg>{axes}</svg>")


def test_cells_of_tables_and_spaces_of_formulas_have_bounds():
    table = sanitised('<table><td colspan="2" rowspan="65534">x</table>')
    assert 'colspan="2"' in table
    assert "rowspan" not in table
    assert "width" not in sanitised('<math><mspace width="-60em"></mspace></math>')
    assert 'width="2em"' in sanitised('<math><mspace width="2em"></mspace></math>')


def test_nothing_turns_the_order_of_words_round():
    assert plain("a\u202eb\u2066c") == "a\ufffdb\ufffdc"
