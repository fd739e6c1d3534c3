"""Turns a notebook's cells and their outputs into HTML in which nothing a student wrote can run."""

import base64
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import nh3
from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES

from grader.attached import PREFIX, is_picture
from grader.texts import gettext, language, later, say

LONGEST_SOURCE = 20_000  # characters of a cell beyond which it is shown as plain text
LONGEST_NOTEBOOK = 600_000  # the same for what follows after so many in all
LONGEST_TEXT = 20_000  # characters of one output that are shown
LARGEST_DRAWING = 500_000  # characters of SVG
FOLDED_LINES = 24  # outputs with more lines start folded
FOLDED_CHARACTERS = 3_000
OUTPUT, PICTURE = later("Output"), later("Picture")

_NONE: Mapping[str, str] = MappingProxyType({})
_ATTACHED = ContextVar("attached", default=_NONE)  # pictures of the text that is being rendered

_NOT_FOR_PAGES = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BUT_ESCAPE = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\ud800-\udfff]")
_EMPTY_LINE = re.compile(r"^[^\S\n]+$", re.MULTILINE)
_COSTLY = ("text/html", "image/svg+xml", "text/latex")
_TO_NOWHERE = re.compile(r"url\((?!\s*['\"]?#)", re.IGNORECASE)


def _words(text: str) -> set[str]:
    return set(text.split())


_MATH_TAGS = _words("""
    math mrow mi mo mn mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover
    mtable mtr mtd mstyle mpadded mphantom menclose mmultiscripts mprescripts none
""")
_TEXT_TAGS = _words("""
    a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em h4 h5 h6 hr
    i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody
    td tfoot th thead tr tt u ul var wbr
""")
_MATH_ATTRIBUTES = {
    "math": {"display", "xmlns"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize"},
    "mspace": {"width", "linebreak"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"displaystyle"},
    "menclose": {"notation"},
}
_SVG_TAGS = _words("""
    svg g defs path rect circle ellipse line polyline polygon text tspan textPath use symbol
    clipPath linearGradient radialGradient stop marker mask pattern title desc
""")
_SVG_ATTRIBUTES = _words("""
    id class xmlns xmlns:xlink version width height viewBox preserveAspectRatio d x y x1 y1 x2 y2
    cx cy r rx ry dx dy points transform style fill fill-opacity fill-rule stroke stroke-width
    stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray stroke-miterlimit opacity
    clip-path clip-rule clipPathUnits font-family font-size font-weight font-style text-anchor
    offset stop-color stop-opacity gradientUnits gradientTransform patternUnits markerWidth
    markerHeight refX refY orient mask href xlink:href xml:space rotate
""")
_DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "title"}


_NAME_IN_TEXT = re.compile(r"`([^`]+)`")


class Shown(NamedTuple):
    """One output of a cell, ready for the page."""

    label: str  # what it is, for people: "Output", "Picture", …
    html: Markup
    long: bool = False  # better folded at first


def plain(text: str, *, escapes: bool = False) -> str:
    """Return `text` without control characters and half characters that no page can hold.

    Args:
        text: anything.
        escapes: keep the escape character, for text with terminal colours.
    """
    unwanted = _BUT_ESCAPE if escapes else _NOT_FOR_PAGES
    return unwanted.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def spoken(text: str) -> Markup:
    """Return a sentence of ours in which `names in backticks` stand as code; all is escaped."""
    return Markup(_NAME_IN_TEXT.sub(r"<code>\1</code>", str(escape(plain(text)))))


def in_function(name: str) -> Markup:
    """Return in which function something is, to stand behind where it is."""
    return Markup(gettext(", in {function}")).format(function=_in_code(name))


def listed(names: Sequence[str]) -> Markup:
    """Return names as code, one after the other."""
    *first, last = map(_in_code, names)
    start = Markup(", ").join(first)
    return start + say(" and ") + last if first else last


def _in_code(name: str) -> Markup:
    return Markup("<code>{}</code>").format(plain(name))


def _kept_attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        if value.startswith(PREFIX):
            value = _ATTACHED.get().get(value.removeprefix(PREFIX), "")
        return value if is_picture(value) else None
    if tag == "a" and attribute == "href":
        return value if value.lower().startswith(("https://", "http://", "mailto:")) else None
    return value


def _kept_in_picture(_tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "xlink:href"}:
        return value if value.startswith("#") else None
    return None if _TO_NOWHERE.search(value) else value


_TOKENS = set(STANDARD_TYPES.values()) - {""}
_COLOURS = _words("black red green yellow blue magenta cyan white")
_ANSI = {"ansi-bold", "ansi-underline", "ansi-default-inverse-fg", "ansi-default-inverse-bg"} | {
    f"ansi-{colour}{shade}-{ground}"
    for colour in _COLOURS
    for shade in ("", "-intense")
    for ground in ("fg", "bg")
}
_STUDENT_HTML = nh3.Cleaner(
    tags=_TEXT_TAGS | _MATH_TAGS,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes={
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        **_MATH_ATTRIBUTES,
    },
    attribute_filter=_kept_attribute,
    allowed_classes={
        "div": {"highlight"},
        "span": {"formula", "unshown"} | _TOKENS,
        "mtd": {"flush-left", "flush-right"},
    },
    url_schemes={"http", "https", "mailto", "data", PREFIX.rstrip(":")},
    url_relative="deny",
)
_SPANS = nh3.Cleaner(tags={"span"}, attributes={}, allowed_classes={"span": _TOKENS | _ANSI})
_DRAWING = nh3.Cleaner(
    tags=_SVG_TAGS,
    clean_content_tags={"script", "style", "foreignObject", "iframe", "template"},
    attributes={"*": _SVG_ATTRIBUTES},
    attribute_filter=_kept_in_picture,
    url_schemes=set(),
    url_relative="pass_through",
    link_rel=None,
)


def sanitised(fragment: str) -> Markup:
    """Return what of a student's HTML may stand on the page.

    Text, tables, formulas, links that a person may follow and pictures that the page holds
    itself are kept; scripts, handlers, styles, forms, names and anything that loads are dropped.
    """
    return Markup(_STUDENT_HTML.clean(plain(fragment)))


@lru_cache(maxsize=2048)
def formula(latex: str, *, display: bool) -> str:
    """Return a formula as MathML, or as its own LaTeX text when it can't be read."""
    # These two environments are laid out exactly like one that the converter knows.
    source = re.sub(r"\\(begin|end)\{(aligned|split)\}", r"\\\1{align*}", latex.strip())
    try:
        tree = convert_to_element(source, display="block" if display else "inline")
        for node in tree.iter():
            node.text = html.unescape(node.text) if node.text else None
            if side := node.get("columnalign") if node.tag == "mtd" else None:
                node.set("class", f"flush-{side}")
        written = ET.tostring(tree, encoding="unicode")
    except Exception:  # the converter meets whatever a student typed, and fails in many ways
        return f"<code>{html.escape(latex.strip())}</code>"
    return f'<span class="formula">{written}</span>' if display else written


class _Renderer(IPythonRenderer):  # type: ignore[misc]  # nbconvert has no types
    """Markdown as Jupyter reads it, with formulas as MathML and nothing to load."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return str(super().heading(text, min(level + 3, 6), **attrs))

    def block_math(self, body: str) -> str:
        return formula(body, display=True)

    def inline_math(self, body: str) -> str:
        return formula(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if is_picture(url) or url.removeprefix(PREFIX) in _ATTACHED.get():
            words = html.unescape(text) or say(PICTURE)
            return f'<img src="{url}" alt="{html.escape(words)}">'
        name = html.unescape(text) or title or say("without a name")
        said = say("[picture not shown: {name}]", name=name)
        return f'<span class="unshown">{html.escape(said)}</span>'


_MARKDOWN = MarkdownWithMath(_Renderer(escape=False, exclude_anchor_links=True))


def markdown(source: str, attached: Mapping[str, str] = _NONE) -> Markup:
    """Return a Markdown cell as HTML, headings below those of the page, formulas as MathML.

    Args:
        source: the cell's text.
        attached: the pictures that it names, by `attached.taken`.
    """
    if not attached:
        return _markdown(source, language())
    before = _ATTACHED.set(attached)
    try:
        return _as_html(source)
    finally:
        _ATTACHED.reset(before)


@lru_cache(maxsize=512)
def _markdown(source: str, _language: str) -> Markup:
    return _as_html(source)


def _as_html(source: str) -> Markup:
    source = plain(source)
    if len(source) <= LONGEST_SOURCE:
        try:
            return sanitised(_MARKDOWN.render(source))
        except Exception:  # whatever the parser trips over is shown as it was written
            pass
    return Markup("<pre>{}</pre>").format(source)


_LEXER = PythonLexer(stripnl=False)
_FORMATTER = HtmlFormatter(nowrap=True)


@lru_cache(maxsize=512)
def _code_lines(source: str) -> tuple[str, ...]:
    if len(source) > LONGEST_SOURCE:
        return _plain_lines(source)
    # Many empty lines with spaces in them take the lexer quadratic time.
    coloured = _SPANS.clean(highlight(_EMPTY_LINE.sub("", source), _LEXER, _FORMATTER))
    return tuple(coloured.removesuffix("\n").split("\n"))


def _plain_lines(source: str) -> tuple[str, ...]:
    return tuple(str(escape(line)) for line in source.split("\n"))


def code(source: str, cell: int, marked: Iterable[int] = (), *, plainly: bool = False) -> Markup:
    """Return the listing of a code cell, one element per line.

    Args:
        source: the cell's text.
        cell: number of the cell, 1-based, as people count.
        marked: 1-based lines that something else on the page points at.
        plainly: without colours, which takes no time.
    """
    chosen = set(marked)
    list_lines = _plain_lines if plainly else _code_lines
    lines = [
        f'<span class="line marked" id="cell-{cell}-line-{number}">{line}\n</span>'
        if number in chosen
        else f'<span class="line">{line}\n</span>'
        for number, line in enumerate(list_lines(plain(source)), start=1)
    ]
    return Markup(f'<pre class="code"><code>{"".join(lines)}</code></pre>')


def terminal(text: str) -> Shown:
    """Return printed text with its terminal colours, cut when it is very long."""
    # A carriage return goes back to the line's start: of a progress bar the last state counts.
    lines = text[: 4 * LONGEST_TEXT].replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
    shown = plain(shown, escapes=True)[:LONGEST_TEXT].rstrip("\n")
    body = Markup('<pre class="out" tabindex="0">{}</pre>').format(
        Markup(_SPANS.clean(str(ansi2html(shown)).replace("\x1b", "\ufffd")))
    )
    if len(text) > LONGEST_TEXT:
        rest = say("The rest of this output is not shown: it is long.")
        body += Markup('<p class="aside">{}</p>').format(rest)
    long = shown.count("\n") >= FOLDED_LINES or len(shown) > FOLDED_CHARACTERS
    return Shown(say(OUTPUT), body, long)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "".join(part for part in value if isinstance(part, str))
    return ""


def _picture(kind: str, content: str, alternative: str) -> Shown | None:
    address = f"data:{kind};base64,{''.join(content.split())}"
    if not is_picture(address):
        return None
    return Shown(say(PICTURE), Markup('<img src="{}" alt="{}">').format(address, alternative))


def _drawing(content: str, alternative: str) -> Shown | None:
    if len(content) > LARGEST_DRAWING:
        return None
    # Inside <img> a drawing can neither run nor load anything, and its ids are its own.
    drawn = _DRAWING.clean(plain(content)).strip().replace("&nbsp;", "&#160;")
    for prefix, home in (
        ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
        ("xmlns", "http://www.w3.org/2000/svg"),
    ):
        if f'{prefix}="' not in drawn:
            drawn = drawn.replace("<svg", f'<svg {prefix}="{home}"', 1)
    try:
        if not ET.fromstring(drawn).tag.endswith("}svg"):
            return None
    except ET.ParseError:
        return None
    address = "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
    return Shown(say(PICTURE), Markup('<img src="{}" alt="{}">').format(address, alternative))


def _page_part(content: str) -> Shown | None:
    kept = sanitised(content) if len(content) <= 5 * LONGEST_TEXT else Markup("")
    if not kept.striptags() and "<img src=" not in kept:
        return None
    body = Markup('<div class="rich" tabindex="0">{}</div>').format(kept)
    return Shown(say(OUTPUT), body, len(kept.striptags()) > FOLDED_CHARACTERS)


def _data(data: Mapping[str, object]) -> Shown | None:
    """The richest form of a result that can be shown, as Jupyter prefers them."""
    words = plain(_text(data.get("text/plain")))
    alternative = words[:200].strip("<> \n") or say("Picture made by this cell")
    for kind in ("text/html", "image/svg+xml", "text/latex", "image/png", "image/jpeg"):
        content = _text(data.get(kind))
        if not content:
            continue
        if kind == "text/html":
            shown = _page_part(content)
        elif kind == "image/svg+xml":
            shown = _drawing(content, alternative)
        elif kind == "text/latex":
            latex = plain(content[:LONGEST_TEXT]).strip().strip("$")
            shown = Shown(say(OUTPUT), sanitised(formula(latex, display=True)))
        else:
            shown = _picture(kind, content, alternative)
        if shown is not None:
            return shown
    return terminal(_text(data["text/plain"])) if words else None


def effort(value: Mapping[str, Any]) -> int:
    """How many characters of an output take work to be shown."""
    data = value.get("data")
    forms = data if isinstance(data, Mapping) else {}
    return sum(len(_text(forms.get(kind))) for kind in _COSTLY)


def output(value: Mapping[str, Any], *, plainly: bool = False) -> Shown:
    """Return one output of a cell (nbformat 4), whatever shape it has.

    An output that can't be shown becomes a sentence that says so.

    Args:
        value: the output.
        plainly: only as text or picture, which takes little time.
    """
    data = value.get("data")
    shown: Shown | None = None
    if value.get("output_type") == "stream":
        shown = terminal(_text(value.get("text")))
        if value.get("name") == "stderr":
            shown = shown._replace(label=say("Messages"))
    elif value.get("output_type") == "error":
        lines = value.get("traceback")
        written = "\n".join(map(str, lines)) if isinstance(lines, list | tuple) else ""
        summary = f"{_text(value.get('ename'))}: {_text(value.get('evalue'))}"
        shown = terminal(written or summary)._replace(label=say("Exception"))
    elif isinstance(data, Mapping):
        kept = {kind: form for kind, form in data.items() if not plainly or kind not in _COSTLY}
        shown = _data(kept)
    if shown is None:
        none = say("This output has no form that can be shown here.")
        shown = Shown(say(OUTPUT), Markup('<p class="aside">{}</p>').format(none))
    return shown
