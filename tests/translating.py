"""Brings the catalogues up to what the code says: `make texts`, or `python -m tests.translating`.

What is new is added without a translation, what is gone is dropped, and each catalogue is compiled.
Nothing is guessed: a sentence that has changed waits for its translation like a new one.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "grader" / "locale"
METHODS = [("grader/**.py", "python"), ("templates/*.html", "jinja2")]
OPTIONS = {"templates/*.html": {"newstyle_gettext": "true", "encoding": "utf-8"}}
KEYWORDS = {
    "say": None,
    "say_count": (1, 2),
    "later": None,
    "pgettext": ((1, "c"), 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}


class Words(Catalog):
    """A catalogue whose head says only what gettext needs, so that it is the same every time."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What stands in the head."""
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def said() -> Catalog:
    """Everything that the engine says, untranslated, with the files in which it does."""
    catalogue = Catalog()
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS)
    for file, _line, message, _comments, context in found:
        catalogue.add(message, locations=[(file, None)], context=context)
    return catalogue


def catalogues(folder: Path = LOCALE) -> list[Path]:
    """Those that there are, one for each language."""
    return sorted(folder.glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Words:
    """Read a catalogue."""
    with path.open("rb") as file:
        found = read_po(file, locale=path.parents[1].name)
    words = Words(found.locale, header_comment=found.header_comment, fuzzy=False)
    for message in entries(found):
        words[message.id] = message
    return words


def entries(catalogue: Catalog) -> list[Message]:
    """All that is translated, without the head."""
    return [message for message in catalogue if message.id]


def strings_of(message: Message) -> tuple[str, ...]:
    """The translations of a message, one for each form of the plural."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def text_of(catalogue: Catalog) -> bytes:
    """Return a catalogue as people read it."""
    file = BytesIO()
    write_po(file, catalogue, width=100, ignore_obsolete=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> None:
    """Update and compile all catalogues, those that assignments bring along as they are."""
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(said(), no_fuzzy_matching=True, update_header_comment=False)
        path.write_bytes(text_of(catalogue))
    own = (ROOT / "solution").glob("*/locale")
    for path in (path for folder in (LOCALE, *own) for path in catalogues(folder)):
        catalogue = read(path)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        left = sum(not all(strings_of(message)) for message in entries(catalogue))
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {left} to translate.")


if __name__ == "__main__":
    main()
