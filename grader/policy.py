"""Finds what a notebook imports or runs beyond what its assignment allows, without running it.

A finding is for a person to look at and takes no points: what isolates the code is the sandbox.
"""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

from grader.result import PolicyFinding
from grader.submission import Cell
from grader.texts import later, say

MAX_FINDINGS = 50
MAX_SHOWN = 60  # characters of a name or a command in a sentence
MAX_PARSED = 200_000  # characters of a cell that is parsed; longer ones are only searched
MAX_EFFORT = 4_000_000  # characters of a notebook that are parsed, tokenised and searched
KEPT_FOR_SEARCH = 3_000_000  # of these: a search of everything is worth more than a parse of some
MAX_KEPT = 8_000  # characters of a source whose tree is kept for the next who asks for it
MAX_TRANSFORMS = 500  # magics of a cell, as in IPython

INSTALL = re.compile(r"\b(pip3?|conda|mamba|micromamba|uv)\b.{1,99}?\binstall\b", re.DOTALL)
IMPORTERS = {"__import__", "import_module"}
SHELL_METHODS = {"system", "getoutput", "getoutput_pcolor", "system_raw", "system_piped"}
TEXT_MAGICS = {"html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG"}
OUTSIDE_MAGIC = re.compile(
    r"!|sx|system|bash|sh|script|perl|ruby|python[23]?|pypy|pip|conda|mamba|micromamba|uv"
    r"|run|load|loadpy|load_ext|reload_ext|writefile|file|edit|macro"
)
MAGIC_OPTIONS = re.compile(r"(?:\s*+--?[A-Za-z]\S*+(?:\s++\d++(?!\S))?+)*+")

# Possessive throughout, so that no line takes quadratic time.
SEARCHED = re.compile(
    r"""
    (?: ^ | [;:>] ) [ \t]*+ (?:
        from [ \t]++ (?P<origin> [.\w]++ ) [ \t]++ import \b
        | import [ \t]++ (?P<names> [\w., \t]++ )
    )
    | \b (?: __import__ | import_module ) [ \t]*+ \( [ \t]*+ ["'] (?P<called> [^"'\n]++ )
    | ^ [ \t]*+ (?: \w++ [ \t]*+ = [ \t]*+ )?+ (?: >>> [ \t]*+ )?+
        (?P<escape> !!? | %%? ) [ \t]*+ (?P<command> [^\n]++ )
    | ^ [ \t]*+ (?P<install> (?: pip3? | conda | mamba ) [ \t]++ install \b [^\n]*+ )
    """,
    re.MULTILINE | re.VERBOSE,
)
# IPython's search for `name?` takes quadratic time in the length of such a run.
LONG_RUN = re.compile(r"[\w*.\[\]%-]{300}")


class Use(NamedTuple):
    """One thing that a cell imports or runs."""

    what: str  # a package's name, or the escape such as "!ls" or "%run"
    line: int  # 1-based
    kind: str  # a key of SENTENCES, or "python" for code that is yet to be looked at
    text: str = ""  # as written


SENTENCES = {
    "package": later("`{what}` is not among the packages of this assignment ({packages})."),
    "beside": later(
        "`{what}` is a file beside the notebook, which is not part of what was handed in."
    ),
    "hidden": later("`{what}` is called with a name that only running the cell would show."),
    "install": later("`{text}` installs a package, which is not possible while grading."),
    "long": later("The notebook is so long that imports from this cell on were not looked for."),
    "outside": later("`{text}` reaches outside the notebook's own Python code."),
}


def check_policy(cells: Iterable[Cell], packages: Sequence[str]) -> tuple[PolicyFinding, ...]:
    """Return what the code cells import or run that the assignment doesn't allow.

    Each package or command is found once per cell, at its first line. Code that can't be parsed
    is searched line by line. Never raises, whatever the cells hold.

    Args:
        cells: of the notebook; only code cells are looked at.
        packages: the top-level packages that the assignment allows.
    """
    allowed = {package.partition(".")[0] for package in packages} | {"__future__"}
    effort = Effort()
    findings: list[PolicyFinding] = []
    for cell in cells:
        first: dict[str, Use] = {}
        for use in _uses(cell.source, effort) if cell.kind == "code" else ():
            if use.kind == "package" and use.what in allowed:
                continue
            if use.what not in first or use.line < first[use.what].line:
                first[use.what] = use
        for use in sorted(first.values(), key=lambda use: use.line):
            sentence = say(
                SENTENCES[use.kind],
                what=_shown(use.what),
                text=_shown(use.text),
                packages=", ".join(packages) or say("none"),
            )
            findings.append(PolicyFinding(sentence, _shown(use.what), cell.index, use.line))
            if len(findings) == MAX_FINDINGS or use.kind == "long":
                return tuple(findings)
    return tuple(findings)


class Effort:
    """What is left of the characters that one notebook may cost."""

    _left = MAX_EFFORT

    def for_parsing(self, text: str) -> bool:
        """Whether a text may still be parsed; it is paid for if so."""
        return len(text) <= MAX_PARSED and self._take(len(text), KEPT_FOR_SEARCH)

    def for_search(self, text: str) -> bool:
        """Whether a text may still be searched; it is paid for if so."""
        return self._take(len(text), 0)

    def _take(self, amount: int, keep: int) -> bool:
        enough = self._left - amount >= keep
        self._left -= amount if enough else 0
        return enough


def _uses(source: str, effort: Effort) -> Iterator[Use]:
    """All uses in a cell, and in the Python that its magics run, in no order."""
    waiting = [(source, 1)]
    while waiting:
        text, start = waiting.pop()
        tree, lines = parsed(text, effort)
        for use in _visited(tree) if tree else _searched(text, effort):
            line = lines[min(use.line, len(lines)) - 1] if lines else use.line
            if use.kind != "python":
                yield use._replace(line=start + line - 1)
            elif effort.for_parsing(use.text):  # magics within magics must come to an end
                waiting.append((use.text, start + line - 1))


def parsed(source: str, effort: Effort) -> tuple[ast.Module | None, list[int]]:
    """The tree, if any; for each of its lines that of the source, or nothing if they're the same.

    A hostile source may break the parsers in any way: then it is only searched.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(Exception):
            if effort.for_parsing(source):
                return _tree(source), []
        with suppress(Exception):
            code, lines = _without_magics(source, effort)
            return _tree(code), lines
    return None, []


def _tree(source: str) -> ast.Module:
    """The tree, for those who only read it."""
    return _tree_kept(source) if len(source) <= MAX_KEPT else ast.parse(source)


@lru_cache(maxsize=32)
def _tree_kept(source: str) -> ast.Module:
    """Asked for twice of each notebook; cells that the assignment gives are in every notebook."""
    return ast.parse(source)


def _without_magics(source: str, effort: Effort) -> tuple[str, list[int]]:
    """The source as IPython runs it, and for each line the line of the source it comes from."""
    if not effort.for_parsing(source) or LONG_RUN.search(source):
        raise ValueError("too slow to transform")
    manager = TransformerManager()
    lines = f"{source}\n".splitlines(keepends=True)
    numbers = list(range(1, len(lines) + 1))
    for transform in manager.cleanup_transforms:
        lines = transform(lines)
    del numbers[: len(numbers) - len(lines)]  # only empty lines at the start went away
    for transform in manager.line_transforms:
        lines = transform(lines)
    for _ in range(MAX_TRANSFORMS):
        if not effort.for_parsing(source):
            break
        changed, after = manager.do_one_token_transform(lines)
        if not changed:
            return "".join(lines), numbers
        # Lines continued by backslashes became one.
        place = next((i for i, (a, b) in enumerate(zip(lines, after, strict=False)) if a != b), 0)
        del numbers[place + 1 : place + 1 + len(lines) - len(after)]
        lines = after
    raise ValueError("too much to transform")


def _visited(tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield _imported(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            yield _imported("." * node.level + (node.module or ""), node.lineno)
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _called(call: ast.Call) -> Iterator[Use]:
    """What a call imports, or asks IPython for, as magics and shell commands do."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    constants = [value.value if isinstance(value, ast.Constant) else "" for value in values]
    words = [word if isinstance(word, str) else "" for word in constants] or [""]
    line = call.lineno
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in IMPORTERS:
            yield _imported(words[0], line) if words[0] else Use(name, line, "hidden")
        case ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=name):
            if name in SHELL_METHODS:
                yield _command(words[0], line)
            elif name in ("run_line_magic", "run_cell_magic"):
                yield from _magic("%" if "line" in name else "%%", line, *words[:3])


def _searched(source: str, effort: Effort) -> Iterator[Use]:
    """What looks like an import, a magic or a shell command in code that can't be parsed."""
    if not effort.for_search(source):
        yield Use("", 1, "long")
        return
    line, place = 1, 0
    for match in SEARCHED.finditer(source):
        line += source.count("\n", place, match.start())
        place = match.start()
        for part in (match["names"] or "").split(","):
            if words := re.fullmatch(r"([\w.]+)(?:[ \t]+as[ \t]+\w+)?", part.strip()):
                yield _imported(words[1], line)
        if name := match["origin"] or match["called"]:
            yield _imported(name, line)
        if install := match["install"]:
            yield Use(install.split()[0], line, "install", install)
        if match["escape"] in ("!", "!!"):
            yield _command(match["command"], line)
        elif escape := match["escape"]:
            yield from _magic(escape, line, *match["command"].split(None, 1))


def _imported(name: str, line: int) -> Use:
    if name.startswith("."):
        return Use(name, line, "beside")
    return Use(name.partition(".")[0], line, "package")


def _command(command: str, line: int) -> Use:
    what = "".join(command.split(maxsplit=1)[:1])
    return Use(f"!{what}", line, "install" if INSTALL.search(command) else "outside", f"!{command}")


def _magic(escape: str, line: int, name: str, first: str = "", body: str = "") -> Iterator[Use]:
    text = f"{escape}{name} {first}"
    if OUTSIDE_MAGIC.fullmatch(name):
        kind = "install" if INSTALL.search(text) else "outside"
        yield Use(f"{escape}{name}", line, kind, text)
    elif name not in TEXT_MAGICS:
        code = MAGIC_OPTIONS.sub("", first, count=1).lstrip()
        yield Use("", line, "python", f"{code}\n{body}")


def _shown(text: str) -> str:
    """The text on one line, bounded, without what could end or turn the sentence around it."""
    head = text[: 2 * MAX_SHOWN]
    seen = "".join(char if char.isprintable() and char != "`" else " " for char in head)
    plain = " ".join(seen.split())
    return plain if len(plain) <= MAX_SHOWN else f"{plain[: MAX_SHOWN - 1]}…"
