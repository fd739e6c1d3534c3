"""Turns a student's Markdown and formulas into HTML, as Jupyter reads them."""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert_to_element
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grader.attached import PREFIX, is_picture
from grader.sanitising import ATTACHED, NONE, plain, sanitised
from grader.texts import language, later, say

LONGEST_TEXT = 20_000  # characters of a cell beyond which it is shown as it was written
# What is looked through to the end again for each of these takes quadratic time.
_BELOW_TITLES = re.compile(r"^[ \t>*+-]*\|?[ \t]*:?-+:?[ \t]*\|", re.MULTILINE)
_BRACKETS = (("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"), ("\\begin{", "\\end{"))
MOST_LOOKED_AT = 100_000  # lines, by all tables together
MOST_OPEN = 100  # formulas that never end
PICTURE = later("Picture")


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
        if is_picture(url) or url.removeprefix(PREFIX) in ATTACHED.get():
            words = html.unescape(text) or say(PICTURE)
            return f'<img src="{url}" alt="{html.escape(words)}">'
        name = html.unescape(text) or title or say("without a name")
        said = say("[picture not shown: {name}]", name=name)
        return f'<span class="unshown">{html.escape(said)}</span>'


_MARKDOWN = MarkdownWithMath(_Renderer(escape=False, exclude_anchor_links=True))


def markdown(source: str, attached: Mapping[str, str] = NONE) -> Markup:
    """Return a Markdown cell as HTML, headings below those of the page, formulas as MathML.

    Args:
        source: the cell's text.
        attached: the pictures that it names, by `attached.taken`.
    """
    if not attached:
        return _markdown(source, language())
    before = ATTACHED.set(attached)
    try:
        return _as_html(source)
    finally:
        ATTACHED.reset(before)


@lru_cache(maxsize=512)
def _markdown(source: str, _language: str) -> Markup:
    return _as_html(source)


def _as_html(source: str) -> Markup:
    source = plain(source)
    if len(source) <= LONGEST_TEXT and not _takes_long(source):
        try:
            return sanitised(_MARKDOWN.render(source))
        except Exception:  # whatever the parser trips over is shown as it was written
            pass
    return Markup("<pre>{}</pre>").format(source)


def _takes_long(source: str) -> bool:
    """Whether a text is one over which the parser would take seconds."""
    tables = len(_BELOW_TITLES.findall(source))
    unclosed = (source.rpartition(end)[2].count(begin) for begin, end in _BRACKETS)
    return tables * source.count("\n") > MOST_LOOKED_AT or sum(unclosed) > MOST_OPEN
