"""Turns code cells, outputs and the report's own sentences into HTML, safe whatever they hold."""

import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from nbconvert.filters.ansi import ansi2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from grader.attached import is_picture
from grader.markdown import PICTURE, formula
from grader.sanitising import plain, sanitised, sanitised_drawing, sanitised_spans
from grader.texts import gettext, later, say

LONGEST_SOURCE = 20_000  # characters of a cell beyond which it is shown as plain text
LONGEST_NOTEBOOK = 600_000  # the same for what follows after so many in all
LONGEST_PAGE = 2_000_000  # characters of cells and of what they printed that are shown at all
PLAIN_LINES = 500  # of a cell that is shown plainly, that can be pointed at
LONGEST_TEXT = 20_000  # characters of one output that are shown
LARGEST_DRAWING = 500_000  # characters of SVG
FOLDED_LINES = 24  # outputs with more lines start folded
FOLDED_CHARACTERS = 3_000
OUTPUT = later("Output")

_EMPTY_LINE = re.compile(r"^[^\S\n]+$", re.MULTILINE)
_COSTLY = ("text/html", "image/svg+xml", "text/latex")
_NAME_IN_TEXT = re.compile(r"`([^`]+)`")
_LEXER = PythonLexer(stripnl=False)
_FORMATTER = HtmlFormatter(nowrap=True)


class Shown(NamedTuple):
    """One output of a cell, ready for the page."""

    label: str  # what it is, for people: "Output", "Picture", …
    html: Markup
    long: bool = False  # better folded at first


def spoken(text: str) -> Markup:
    """Return a sentence of ours in which `names in backticks` stand as code; all is escaped."""
    return Markup(_NAME_IN_TEXT.sub(r"<code>\1</code>", str(escape(plain(text)))))


def aside(sentence: str) -> Markup:
    """Return a sentence of ours about what stands beside it."""
    return Markup('<p class="aside">{}</p>').format(sentence)


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


@lru_cache(maxsize=512)
def _code_lines(source: str) -> tuple[str, ...]:
    if len(source) > LONGEST_SOURCE:
        return _plain_lines(source)
    # Many empty lines with spaces in them take the lexer quadratic time.
    lines = sanitised_spans(highlight(_EMPTY_LINE.sub("", source), _LEXER, _FORMATTER))
    return tuple(lines.removesuffix("\n").split("\n"))


def _plain_lines(source: str, most: int = -1) -> tuple[str, ...]:
    """The lines, all beyond so many as one."""
    return tuple(str(escape(line)) for line in source.split("\n", most))


def lines_in(source: str, *, plainly: bool) -> int:
    """How many lines `code` makes of a cell, each of which can be pointed at."""
    count = plain(source).count("\n") + 1
    return min(count, PLAIN_LINES) if plainly else count


def code(source: str, cell: int, marked: Iterable[int] = (), *, plainly: bool = False) -> Markup:
    """Return the listing of a code cell, one element per line.

    Args:
        source: the cell's text.
        cell: number of the cell, 1-based, as people count.
        marked: 1-based lines that something else on the page points at.
        plainly: without colours, and with what follows after many lines as one, which takes no
            time.
    """
    chosen, text = set(marked), plain(source)
    shown = _plain_lines(text, PLAIN_LINES - 1) if plainly else _code_lines(text)
    lines = [
        f'<span class="line marked" id="cell-{cell}-line-{number}">{line}\n</span>'
        if number in chosen
        else f'<span class="line">{line}\n</span>'
        for number, line in enumerate(shown, start=1)
    ]
    return Markup(f'<pre class="code"><code>{"".join(lines)}</code></pre>')


def terminal(text: str, most: int = LONGEST_TEXT) -> Shown:
    """Return printed text with its terminal colours, cut when it is longer than so many."""
    # A carriage return goes back to the line's start: of a progress bar the last state counts.
    lines = text[: 4 * most].replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)
    shown = plain(shown, escapes=True)[:most].rstrip("\n")
    body = Markup('<pre class="out" tabindex="0">{}</pre>').format(
        sanitised_spans(str(ansi2html(shown)).replace("\x1b", "\ufffd"))
    )
    if len(text) > most:
        body += aside(say("The rest of this output is not shown: it is long."))
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
    picture = sanitised_drawing(content).strip().replace("&nbsp;", "&#160;")
    for prefix, home in (
        ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
        ("xmlns", "http://www.w3.org/2000/svg"),
    ):
        if f'{prefix}="' not in picture:
            picture = picture.replace("<svg", f'<svg {prefix}="{home}"', 1)
    try:
        if not ET.fromstring(picture).tag.endswith("}svg"):
            return None
    except ET.ParseError:
        return None
    address = "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
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
        with suppress(ValueError):  # where it would be too much, another form may do
            if content and (shown := _form(kind, content, alternative)):
                return shown
    return terminal(_text(data["text/plain"])) if words else None


def _form(kind: str, content: str, alternative: str) -> Shown | None:
    """One form of a result, if it can be shown."""
    if kind == "text/html":
        return _page_part(content)
    if kind == "image/svg+xml":
        return _drawing(content, alternative)
    if kind == "text/latex":
        latex = plain(content[:LONGEST_TEXT]).strip().strip("$")
        return Shown(say(OUTPUT), sanitised(formula(latex, display=True)))
    return _picture(kind, content, alternative)


def effort(value: Mapping[str, Any]) -> int:
    """How many characters of an output take work to be shown."""
    data = value.get("data")
    forms = data if isinstance(data, Mapping) else {}
    return sum(len(_text(forms.get(kind))) for kind in _COSTLY)


def printed(value: Mapping[str, Any]) -> int:
    """How many characters of an output are printed text that is shown."""
    return min(len(_text(value.get("text"))), LONGEST_TEXT)


def output(value: Mapping[str, Any], *, plainly: bool = False, room: int = LONGEST_TEXT) -> Shown:
    """Return one output of a cell (nbformat 4), whatever shape it has.

    An output that can't be shown becomes a sentence that says so.

    Args:
        value: the output.
        plainly: only as text or picture, which takes little time.
        room: characters of printed text that the page has left.
    """
    data = value.get("data")
    shown: Shown | None = None
    if value.get("output_type") == "stream":
        shown = terminal(_text(value.get("text")), min(room, LONGEST_TEXT))
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
        shown = Shown(say(OUTPUT), aside(none))
    return shown
