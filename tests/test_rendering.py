import base64
import time
from html.parser import HTMLParser

import pytest

from grader import rendering

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(20)).decode()


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.found}

    @property
    def attributes(self) -> set[str]:
        return {name for _, attributes in self.found for name in attributes}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>window.hacked = 1</script>",
        "<img src=x onerror='window.hacked = 1'>",
        '<img src="https://example.org/spy.png">',
        "![spy](https://example.org/spy.png)",
        "![spy](attachment:missing.png)",
        "[click](javascript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='java\tscript:alert(1)'>click</a>",
        "<style>* { display: none }</style>",
        "<p style='position: fixed' id='score' name='score' class='hint'>over everything</p>",
        "<iframe src='https://example.org'></iframe>",
        "<meta http-equiv='refresh' content='0; url=https://example.org'>",
        "<form action='https://example.org'><input name=password></form>",
        "<base href='https://example.org'><link rel=stylesheet href='https://example.org/a.css'>",
        "<svg onload='window.hacked = 1'><script>window.hacked = 1</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        r"$\text{<script>window.hacked = 1</script>}$",
        r"$\href{javascript:alert(1)}{x}$ $\style{display: none}{x}$",
        "$<img src=x onerror=alert(1)>$",
        "```<script>alert(1)</script>\nx\n```",
        '```"onclick=alert(1)\nx\n```',
        '![" onerror="alert(1)](x)',
        "</div></article></main><h1>Full points</h1>",
    ],
)
def test_nothing_hostile_survives_in_a_markdown_cell(hostile: str) -> None:
    for page in (rendering.markdown(hostile), rendering.sanitised(hostile)):
        seen = Elements(page)
        forbidden = (
            "script style iframe meta form input base link svg object main article h1 section"
        )
        assert not seen.tags & set(forbidden.split())
        assert not seen.attributes & {"style", "id", "name", "action", "srcset", "xlink:href"}
        assert not [name for name in seen.attributes if name.startswith("on")]
        for _, attributes in seen.found:
            assert not (attributes.get("src") or "data:image/").startswith("http")
            assert "script" not in (attributes.get("href") or "")
            assert not (attributes.get("href") or "").startswith("data:")
            assert "hint" not in (attributes.get("class") or "")


def test_attached_pictures_stand_where_the_text_names_them() -> None:
    pictures = {"0123": f"data:image/png;base64,{PNG}"}
    text = '![it](attachment:0123) <img src="attachment:0123"> `![](attachment:0123)`'
    page = rendering.markdown(text, pictures)
    assert page.count(f'src="data:image/png;base64,{PNG}"') == 2
    assert "<code>![](attachment:0123)</code>" in page
    assert "data:" not in rendering.markdown(text)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/spy.png",
        "javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/svg+xml;base64,PHN2Zz4=",
        f'data:image/png;base64,{PNG}" onerror="alert(1)',
    ],
)
def test_an_attachment_that_is_no_picture_is_never_an_address(address: str) -> None:
    page = rendering.markdown('![it](attachment:0) <img src="attachment:0">', {"0": address})
    assert not [attributes for _, attributes in Elements(page).found if "src" in attributes]
    assert "onerror" not in page


def test_a_link_does_not_lead_to_an_attachment() -> None:
    pictures = {"0": f"data:image/png;base64,{PNG}"}
    assert "href" not in rendering.markdown("[it](attachment:0)", pictures)


def test_template_syntax_in_a_cell_stays_as_it_was_written() -> None:
    assert "{{ 7*7 }}" in rendering.markdown("{{ 7*7 }}")


def test_html_that_closes_too_much_closes_only_itself() -> None:
    assert rendering.sanitised("</div></div><p>text") == "<p>text</p>"


def test_ordinary_markdown_is_shown() -> None:
    page = rendering.markdown(
        "# Title\n\n**bold** and [a source](https://example.org)\n\n|a|\n|-|\n|1|"
    )
    assert "<h4>Title</h4>" in page
    assert "<strong>bold</strong>" in page
    assert 'href="https://example.org" rel="noopener noreferrer"' in page
    assert "<td>1</td>" in page


def test_formulas_become_mathml() -> None:
    page = rendering.markdown(
        r"so $a < b^2$ and $$\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}$$"
    )
    assert 'display="inline"' in page
    assert "<msup><mi>b</mi><mn>2</mn></msup>" in page
    assert "<mo>&lt;</mo>" in page
    assert page.count("<mtr>") == 2
    assert 'class="flush-right"' in page


@pytest.mark.parametrize("malformed", [r"\left( x", "x^2^2", r"\begin{matrix} 1", "{" * 5000, "x_"])
def test_a_malformed_formula_is_shown_as_it_was_written(malformed: str) -> None:
    assert rendering.formula(malformed, display=False) == f"<code>{malformed}</code>"
    assert malformed in rendering.markdown(f"so ${malformed}$")


def test_html_in_a_malformed_formula_is_escaped() -> None:
    assert rendering.formula(r"\left( <b>", display=False) == r"<code>\left( &lt;b&gt;</code>"


def test_less_than_in_the_text_of_a_formula_is_kept() -> None:
    assert "a&lt;b" in rendering.markdown(r"$\text{a<b}$")


def test_a_picture_of_the_notebook_itself_is_shown_in_markdown() -> None:
    page = rendering.markdown(f"![striped](data:image/png;base64,{PNG})")
    assert f'src="data:image/png;base64,{PNG}"' in page


def test_a_picture_from_elsewhere_is_named_instead_of_loaded() -> None:
    assert "[picture not shown: a map]" in rendering.markdown("![a map](https://example.org/m.png)")


def test_very_long_markdown_is_shown_as_text() -> None:
    page = rendering.markdown("<b>" * rendering.LONGEST_SOURCE)
    assert page.startswith("<pre>&lt;b&gt;")


def test_characters_that_no_page_can_hold_are_replaced() -> None:
    for page in (rendering.markdown("a\ud800b\x00c"), rendering.code("a\ud800b\x00c", 1)):
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
