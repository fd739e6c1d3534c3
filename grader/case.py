"""A case that a question is asked about: hidden values, and the words that reports say for them."""

from collections.abc import Sequence
from typing import Any


class Case:
    """Values under names of their own, and what may be said of them.

    A rubric may bring a class of its own instead; all that reports take from it is its `__str__`,
    its `traits` and its `sizes`.

    Args:
        words: what reports say instead of the values: "a matrix with 7 rows". Students read it.
        traits: what may tell the cases that go wrong from the others: "more rows than columns".
        sizes: how many there are of what a wrong factor may stem from: {"rows": 7}.
        **values: the case itself; each becomes an attribute.
    """

    def __init__(
        self,
        words: str,
        *,
        traits: Sequence[str] = (),
        sizes: dict[str, int] | None = None,
        **values: Any,
    ) -> None:
        self.words, self.traits, self.sizes = words, tuple(traits), sizes or {}
        self._values = values

    def but(self, **values: Any) -> "Case":
        """The same case, words and all, with some other values."""
        changed = {**self._values, **values}
        return Case(self.words, traits=self.traits, sizes=self.sizes, **changed)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(f"the case {self} has no value `{name}`") from None

    def __str__(self) -> str:
        return str(self.__dict__.get("words"))


def counted(count: int, name: str) -> str:
    """A number of things, in words for a case: "1 row", "7 rows"."""
    return f"{count} {name}{'s' * (count != 1)}"


def words_of(case: Any) -> str:
    """What reports may say of a case; never its values, as they are hidden.

    Only a class that the rubric brings along knows words for itself: an array or a number would
    show what is in it.
    """
    return str(case) if _has_words(type(case)) else ""


def _has_words(kind: type) -> bool:
    speaker = next(base for base in kind.__mro__ if "__str__" in vars(base))
    return speaker.__module__.partition(".")[0] not in ("builtins", "numpy")
