"""Says the engine's sentences in the language of the assignment.

Sentences stand in the code in English, and in other languages in the catalogues below `locale/`.
Which language holds is set once for what is graded or shown, by `speaking`; all that is said within
is in it. An assignment may bring a catalogue of the same form for its own words.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import NamedTuple

ENGLISH = "en"
LOCALE = Path(__file__).parent / "locale"
CATALOGUE = Path("LC_MESSAGES") / "messages.mo"  # below the folder of its language


class Voice(NamedTuple):
    """A language, and the catalogues in which sentences are looked up."""

    language: str
    engine: NullTranslations
    own: NullTranslations  # of the assignment; what isn't in it is looked up in the engine's


_ENGLISH = Voice(ENGLISH, NullTranslations(), NullTranslations())
_VOICE: ContextVar[Voice] = ContextVar("voice", default=_ENGLISH)


def languages() -> tuple[str, ...]:
    """The languages that there are, as `assignment.toml` calls them."""
    found = (path.parents[1].name for path in LOCALE.glob(f"*/{CATALOGUE.as_posix()}"))
    return tuple(sorted({ENGLISH, *found}))


@contextmanager
def speaking(language: str, solution: Path | None = None) -> Iterator[None]:
    """Say everything within in a language.

    Args:
        language: one of `languages()`; any other is English.
        solution: the folder of the assignment whose own words are said, too.
    """
    before = _VOICE.set(_voice(language, solution))
    try:
        yield
    finally:
        _VOICE.reset(before)


def language() -> str:
    """The language that holds now."""
    return _VOICE.get().language


def say(sentence: str, /, **values: object) -> str:
    """Return a sentence of the engine's in the language that holds.

    Args:
        sentence: in English, as a literal, with `{names}` where values stand.
        values: by these names.
    """
    return gettext(sentence).format(**values)


def say_count(one: str, several: str, count: int, /, **values: object) -> str:
    """Return that of two sentences which goes with a count, in the language that holds.

    Args:
        one: for a count of one, in English, as `say` takes it.
        several: for all others.
        count: how many there are; stands where the sentence has `{count}`.
        values: all other ones.
    """
    return ngettext(one, several, count).format(**{"count": count, **values})


def later(sentence: str) -> str:
    """Return a sentence as it is: it is said later, and belongs into the catalogues."""
    return sentence


def own(text: str) -> str:
    """Return a text of the assignment's in the language that holds, if its catalogue has it."""
    return _VOICE.get().own.gettext(text) if text else ""


def gettext(sentence: str) -> str:
    """Look a sentence up; for templates."""
    return _VOICE.get().engine.gettext(sentence)


def ngettext(one: str, several: str, count: int) -> str:
    """Look that of two sentences up which goes with a count; for templates."""
    return _VOICE.get().engine.ngettext(one, several, count)


def number(value: float, form: str = "g") -> str:
    """Write a number with the decimal sign of the language that holds.

    Args:
        value: the number.
        form: as in f-strings.
    """
    return decimal(f"{value:{form}}")


def decimal(written: str) -> str:
    """Write a number, written as Python does, with the decimal sign of the language that holds."""
    return written.replace(".", pgettext("decimal sign", "."))


def listed(items: Iterable[str]) -> str:
    """Write items that may hold numbers one after the other."""
    return pgettext("between items", ", ").join(items)


def moment(at: datetime) -> str:
    """Write a date and a time as the language that holds has them."""
    return at.strftime(pgettext("date and time", "%Y-%m-%d %H:%M"))


def pgettext(context: str, sign: str) -> str:
    """Look up what is no sentence, by what it is for."""
    return _VOICE.get().engine.pgettext(context, sign)


@lru_cache(maxsize=16)
def _voice(language: str, solution: Path | None) -> Voice:
    engine = _catalogue(LOCALE, language)
    own = _catalogue(solution / "locale", language) if solution else NullTranslations()
    own.add_fallback(engine)
    return Voice(language, engine, own)


def _catalogue(folder: Path, language: str) -> NullTranslations:
    path = folder / language / CATALOGUE
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)
