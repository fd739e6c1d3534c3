"""Writes what stands for people, names and numbers, so that what may be the same is equal."""

import re
import unicodedata

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
MOST_ROTATIONS = 12  # of the words of a name
# Scripts in which a letter without its marks is still read as the same name.
MARKS_ARE_ACCENTS = ("LATIN", "GREEK", "CYRILLIC")


def keys_of(text: str) -> set[str]:
    """Under what a text is found: whole, as a number, as a name, and as Canvas writes names."""
    text = text.strip()
    if not text:
        return set()
    keys = {f"text {text.casefold()}"}
    if "@" in text:
        return keys
    number = re.sub(r"[\W_]+", "", text.casefold()).lstrip("0")
    if any(map(str.isdigit, number)):
        return keys | {f"number {number}"}
    for form in {_plain(text), _plain(_spelt_out(text))}:
        words = form.split()
        keys.add(f"name {' '.join(sorted(words))}")
        # Canvas writes the last name first, and nothing between the names.
        keys |= {
            f"run {''.join(words[i:] + words[:i])}" for i in range(min(len(words), MOST_ROTATIONS))
        }
    return keys - {"name ", "run "}


def name_key(text: str) -> str:
    """The words of a name, whatever their order."""
    return " ".join(sorted(words_of(text)))


def words_of(text: str) -> list[str]:
    """The words of a name as they are compared."""
    return _plain(text).split()


def _spelt_out(text: str) -> str:
    text = unicodedata.normalize("NFC", text.casefold())
    return "".join(UMLAUTS.get(char, char) for char in text)


def _plain(text: str) -> str:
    """A name without case, accents and anything but letters, its words apart by single spaces."""
    kept, base = [], ""
    for char in unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)):
        if unicodedata.category(char)[0] != "M":
            base = char
        elif unicodedata.name(base, "").startswith(MARKS_ARE_ACCENTS):
            continue
        kept.append(char if unicodedata.category(char)[0] in "LM" else " ")
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def is_another(given: str, known: str) -> bool:
    """Whether a number, or an address, can't be another one of the same person.

    Numbers of different lengths may be of different kinds, and an address at another domain a
    private one.
    """
    one, other = given.strip().casefold(), known.strip().casefold()
    if "@" in one or "@" in other:
        return one != other and one.partition("@")[2] == other.partition("@")[2]
    return one != other and len(one) == len(other) and (one + other).isdigit()
