import pytest

from grader.markdown import LONGEST_TEXT, formula, markdown
from grader.sanitising import sanitised
from tests.elements import PNG, Elements


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
    for page in (markdown(hostile), sanitised(hostile)):
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
    page = markdown(text, pictures)
    assert page.count(f'src="data:image/png;base64,{PNG}"') == 2
    assert "<code>![](attachment:0123)</code>" in page
    assert "data:" not in markdown(text)


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
    page = markdown('![it](attachment:0) <img src="attachment:0">', {"0": address})
    assert not [attributes for _, attributes in Elements(page).found if "src" in attributes]
    assert "onerror" not in page


def test_a_link_does_not_lead_to_an_attachment() -> None:
    pictures = {"0": f"data:image/png;base64,{PNG}"}
    assert "href" not in markdown("[it](attachment:0)", pictures)


def test_template_syntax_in_a_cell_stays_as_it_was_written() -> None:
    assert "{{ 7*7 }}" in markdown("{{ 7*7 }}")


def test_html_that_closes_too_much_closes_only_itself() -> None:
    assert sanitised("</div></div><p>text") == "<p>text</p>"


def test_ordinary_markdown_is_shown() -> None:
    page = markdown("# Title\n\n**bold** and [a source](https://example.org)\n\n|a|\n|-|\n|1|")
    assert "<h4>Title</h4>" in page
    assert "<strong>bold</strong>" in page
    assert 'href="https://example.org" rel="noopener noreferrer"' in page
    assert "<td>1</td>" in page


def test_formulas_become_mathml() -> None:
    page = markdown(r"so $a < b^2$ and $$\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}$$")
    assert 'display="inline"' in page
    assert "<msup><mi>b</mi><mn>2</mn></msup>" in page
    assert "<mo>&lt;</mo>" in page
    assert page.count("<mtr>") == 2
    assert 'class="flush-right"' in page


@pytest.mark.parametrize("malformed", [r"\left( x", "x^2^2", r"\begin{matrix} 1", "{" * 5000, "x_"])
def test_a_malformed_formula_is_shown_as_it_was_written(malformed: str) -> None:
    assert formula(malformed, display=False) == f"<code>{malformed}</code>"
    assert malformed in markdown(f"so ${malformed}$")


def test_html_in_a_malformed_formula_is_escaped() -> None:
    assert formula(r"\left( <b>", display=False) == r"<code>\left( &lt;b&gt;</code>"


def test_less_than_in_the_text_of_a_formula_is_kept() -> None:
    assert "a&lt;b" in markdown(r"$\text{a<b}$")


def test_a_picture_of_the_notebook_itself_is_shown_in_markdown() -> None:
    page = markdown(f"![striped](data:image/png;base64,{PNG})")
    assert f'src="data:image/png;base64,{PNG}"' in page


def test_a_picture_from_elsewhere_is_named_instead_of_loaded() -> None:
    assert "[picture not shown: a map]" in markdown("![a map](https://example.org/m.png)")


def test_very_long_markdown_is_shown_as_text() -> None:
    page = markdown("<b>" * LONGEST_TEXT)
    assert page.startswith("<pre>&lt;b&gt;")
