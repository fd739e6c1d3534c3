"""Keeps of a student's HTML, SVG and text what may stand on a page, and nothing that can run."""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from xml.parsers import expat

import nh3
from markupsafe import Markup
from pygments.token import STANDARD_TYPES

from grader.attached import PREFIX, is_picture

NONE: Mapping[str, str] = MappingProxyType({})
ATTACHED = ContextVar("attached", default=NONE)  # pictures of the text that is being rendered

# Control characters, halves of characters, and what turns round the order of all that follows.
_HALVES_AND_TURNS = "\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_NOT_FOR_PAGES = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_HALVES_AND_TURNS}]")
_BUT_ESCAPE = re.compile(f"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f{_HALVES_AND_TURNS}]")
_SIZES = {"colspan", "rowspan", "width", "lspace", "rspace", "minsize", "maxsize", "linethickness"}
_SMALL = re.compile(r"\d{1,2}(\.\d+)?(em|ex|px|pt)?|\d{3,4}|\d{1,3}%|thin|medium|thick|infinity")
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
# What a paragraph leaves open of these is opened again in all paragraphs after it, as browsers do:
# a few characters can become gigabytes. Of each, three are opened that have the same attributes.
_REOPENED = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b[^<>]*", re.IGNORECASE
)
_SAME_REOPENED = 3
# What takes quadratic time when it is nested: in a page all that doesn't close itself, in a drawing
# what ends the drawing for the parser, and what comes after it.
_NESTED = re.compile(
    r"<(?!(?:p|li|dd|dt|td|th|tr|col|br|hr|wbr|img|input|meta|link)\b)[a-z]", re.IGNORECASE
)
_NO_DRAWING = re.compile(
    r"<(?:b|big|blockquote|body|br|center|code|d[dlt]|div|em|embed|font|h[1-6]|head|hr|i|img|li"
    r"|listing|menu|meta|nobr|ol|p|pre|ruby|s|small|span|strike|strong|su[bp]|table|tt|u|ul|var)\b",
    re.IGNORECASE,
)
MOST_PARTS = 200_000  # of what a fragment becomes
DEEPEST = 1_000  # elements in elements
DEEPEST_DRAWING = 200
_HOLDS_TEXT = {"title", "desc", "foreignobject"}  # where HTML's rules hold, and nothing ends itself
_DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "title"}


def _kept_attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        if value.startswith(PREFIX):
            value = ATTACHED.get().get(value.removeprefix(PREFIX), "")
        return value if is_picture(value) else None
    if tag == "a" and attribute == "href":
        return value if value.lower().startswith(("https://", "http://", "mailto:")) else None
    if attribute in _SIZES:
        return value if _SMALL.fullmatch(value) else None
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


def plain(text: str, *, escapes: bool = False) -> str:
    """Return `text` without control characters and half characters that no page can hold.

    Args:
        text: anything.
        escapes: keep the escape character, for text with terminal colours.
    """
    unwanted = _BUT_ESCAPE if escapes else _NOT_FOR_PAGES
    return unwanted.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def sanitised(fragment: str) -> Markup:
    """Return what of a student's HTML may stand on the page.

    Text, tables, formulas, links that a person may follow and pictures that the page holds
    itself are kept; scripts, handlers, styles, forms, names and anything that loads are dropped.

    Raises:
        ValueError: it would become far more than it is, or take far longer than others.
    """
    text = plain(fragment)
    depth = len(_NESTED.findall(text)) - text.count("</")
    return Markup(_STUDENT_HTML.clean(_bounded(text, depth)))


def sanitised_spans(fragment: str) -> Markup:
    """Return what Pygments or nbconvert coloured, with nothing but spans of known classes in it."""
    return Markup(_SPANS.clean(fragment))


def sanitised_drawing(picture: str) -> str:
    """Return of an SVG picture what draws, without what runs or loads.

    Raises:
        ValueError: as for `sanitised`.
    """
    text = plain(picture)
    _require_drawing(text)
    return _DRAWING.clean(_bounded(text, len(_NO_DRAWING.findall(text))))


def _require_drawing(picture: str) -> None:
    """Make sure that a picture is XML in which nothing grows when it is read or drawn.

    Raises:
        ValueError: it isn't.
    """
    around: list[tuple[str, str]] = []  # name and id of each element that is open
    uses: set[str] = set()  # ids that are drawn again
    with_uses: set[str] = set()  # ids of what draws something again
    in_text = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_text
        in_text += any(outer in _HOLDS_TEXT for outer, _ in around)
        if max(len(around), in_text) >= DEEPEST_DRAWING:
            raise ValueError("too much to be shown")
        around.append((name.lower(), attributes.get("id", "")))
        if name.lower() == "use":
            links = (attributes.get(link, "") for link in ("href", "xlink:href"))
            uses.update(link.removeprefix("#") for link in links)
            with_uses.update(own for _, own in around)

    def refuse(*_: object) -> None:
        raise ValueError("a drawing with words of its own")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: around.pop()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(picture.strip(), True)
    except expat.ExpatError as error:
        raise ValueError(f"no drawing: {error}") from None
    if uses & with_uses - {""}:
        raise ValueError("a drawing that draws what draws something again")


def _bounded(fragment: str, depth: int) -> str:
    """The fragment without attributes that make it grow; no such attribute is kept anyway."""
    kinds = {match[1].lower() for match in _REOPENED.finditer(fragment)}
    parts = fragment.count("<") * (1 + _SAME_REOPENED * len(kinds))
    if parts > MOST_PARTS or depth > DEEPEST:
        raise ValueError("too much to be shown")
    return _REOPENED.sub(r"<\1", fragment)
