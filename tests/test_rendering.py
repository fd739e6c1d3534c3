import base64
import time

import pytest

from grader import rendering
from grader.markdown import markdown
from tests.elements import JPEG, PNG, Elements


def test_characters_that_no_page_can_hold_are_replaced() -> None:
    for page in (markdown("a\ud800b\x00c"), rendering.code("a\ud800b\x00c", 1)):
        assert "\x00" not in page
        page.encode()


def test_listed_lines_are_those_of_the_cell_even_when_it_starts_with_empty_ones() -> None:
    page = rendering.code("\n\nx = 1\n\ny = '''a\nb'''", 7, {3, 6})
    lines = page.split('<span class="line')[1:]
    assert len(lines) == 6
    assert 'id="cell-7-line-3"' in lines[2]
    assert "x" in lines[2]
    assert 'id="cell-7-line-6"' in lines[5]


def test_code_is_escaped_and_highlighted() -> None:
    page = rendering.code("def f(): return '<script>alert(1)</script>'", 1)
    assert Elements(page).tags == {"pre", "code", "span"}
    assert '<span class="k">def</span>' in page
    assert "&lt;script&gt;" in page


def test_terminal_colours_become_classes_and_no_styles() -> None:
    text = "\x1b[31mred\x1b[0m \x1b[38;2;1;2;3mrgb\x1b[0m <b>\x1b]0;title\x07"
    shown = rendering.terminal(text)
    assert '<span class="ansi-red-fg">red</span>' in shown.html
    assert "style=" not in shown.html
    assert "&lt;b&gt;" in shown.html
    assert "\x1b" not in shown.html


def test_of_a_progress_bar_the_last_state_is_shown() -> None:
    page = rendering.terminal("10 %\r50 %\r100 %\r\ndone\r\n").html
    assert ">100 %\ndone</pre>" in page


def test_long_output_is_folded_and_very_long_output_cut() -> None:
    assert not rendering.terminal("short").long
    assert rendering.terminal("x\n" * 100).long
    cut = rendering.terminal("x" * 100_000)
    assert "not shown: it is long" in cut.html
    assert len(cut.html) < 2 * rendering.LONGEST_TEXT


@pytest.mark.parametrize(("kind", "content"), [("image/png", PNG), ("image/jpeg", JPEG)])
def test_a_picture_is_shown_with_its_text_as_alternative(kind: str, content: str) -> None:
    data = {kind: content[:8] + "\n" + content[8:], "text/plain": '<Figure "1">'}
    shown = rendering.output({"output_type": "display_data", "data": data})
    assert Elements(shown.html).found == [
        ("img", {"src": f"data:{kind};base64,{content}", "alt": 'Figure "1"'})
    ]


@pytest.mark.parametrize(
    "content",
    ["", "no base64!", PNG[:-3], base64.b64encode(b"<svg onload=alert(1)>").decode(), 5],
)
def test_what_is_no_picture_falls_back_to_its_text(content: object) -> None:
    data = {"image/png": content, "text/plain": "a figure"}
    shown = rendering.output({"output_type": "display_data", "data": data})
    assert "img" not in Elements(shown.html).tags
    assert "a figure" in shown.html


def test_a_drawing_is_cleaned_and_kept_apart_from_the_page() -> None:
    drawing = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg viewBox="0 0 9 9" onload="hack()">'
        "<script>hack()</script><style>@import 'https://example.org'</style>"
        '<a href="javascript:hack()"><path d="M0 0L9 9" style="fill: url(https://example.org/a)"/></a>'
        '<image href="https://example.org/spy.png"/><use href="https://example.org/b#c"/>'
        "<foreignObject><iframe src='https://example.org'></iframe></foreignObject></svg>"
    )
    shown = rendering.output({"output_type": "display_data", "data": {"image/svg+xml": drawing}})
    [(tag, attributes)] = Elements(shown.html).found
    assert tag == "img"
    head, content = str(attributes["src"]).split(",")
    assert head == "data:image/svg+xml;base64"
    inside = base64.b64decode(content).decode()
    assert 'd="M0 0L9 9"' in inside
    for word in ("hack", "example.org", "script", "style", "foreignObject", "onload"):
        assert word not in inside


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/latex", "\\\\" * 10_000),
        ("text/html", "<div>" * 2_000),
        ("image/svg+xml", "<svg>" + "<g>" * 2_000),
    ],
)
def test_a_form_that_would_be_too_much_gives_way_to_text(kind: str, content: str) -> None:
    data = {kind: content, "text/plain": "in words"}
    shown = rendering.output({"output_type": "execute_result", "data": data})
    assert "in words" in shown.html


def test_html_output_is_cleaned_and_empty_html_gives_way_to_text() -> None:
    table = {"text/html": "<table><td onclick='x()'>5</td></table>", "text/plain": "five"}
    assert "<td>5</td>" in rendering.output({"output_type": "execute_result", "data": table}).html
    widget = {"text/html": "<script>draw()</script>", "text/plain": "a widget"}
    shown = rendering.output({"output_type": "display_data", "data": widget})
    assert "a widget" in shown.html
    assert "draw" not in shown.html


def test_an_exception_shows_its_traceback_in_a_box() -> None:
    shown = rendering.output(
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mline\x1b[0m"]}
    )
    assert shown.label == "Exception"
    assert "line" in shown.html
    assert "E: v" in rendering.output({"output_type": "error", "ename": "E", "evalue": "v"}).html


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"output_type": "stream", "text": None},
        {"output_type": "display_data", "data": {}},
        {"output_type": "display_data", "data": ["text/html"]},
        {"output_type": "error", "traceback": 5, "ename": 1},
        {"output_type": ["stream"], "data": {"text/plain": {}}},
        {"output_type": "display_data", "data": {"application/javascript": "alert(1)"}},
    ],
)
def test_an_output_of_any_shape_is_shown_or_said_to_be_unshowable(odd: dict[str, object]) -> None:
    shown = rendering.output(odd)
    assert Elements(shown.html).tags <= {"p", "pre"}
    assert "alert" not in shown.html


@pytest.mark.parametrize("line", ["  \n", "\t\n", "\u2003\n", " \n\n", "\u00a0 \n"])
def test_many_lines_of_nothing_do_not_keep_the_lexer_busy(line: str) -> None:
    started = time.process_time()
    page = rendering.code(line * (rendering.LONGEST_SOURCE // len(line)), 1)
    assert page.count('<span class="line">') > 4_000
    assert time.process_time() - started < 5


def test_a_drawing_that_is_too_large_is_not_read() -> None:
    drawing = f"<svg>{'&' * rendering.LARGEST_DRAWING}</svg>"
    shown = rendering.output({"output_type": "display_data", "data": {"image/svg+xml": drawing}})
    assert "no form that can be shown" in shown.html


def test_shown_plainly_an_output_is_its_text_or_picture() -> None:
    data = {"text/html": "<b>rich</b>", "text/latex": "$x$", "text/plain": "plain"}
    value = {"output_type": "display_data", "data": data}
    assert "<b>rich</b>" in rendering.output(value).html
    assert rendering.effort(value) == len("<b>rich</b>$x$")
    page = rendering.output(value, plainly=True).html
    assert "plain" in page
    assert "rich" not in page
    picture = {"output_type": "display_data", "data": {"image/png": PNG}}
    assert rendering.output(picture, plainly=True) == rendering.output(picture)
