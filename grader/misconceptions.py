"""The mistakes that an instructor knows: each a slip in the reference, with a sentence for it."""

import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any

import msgspec

from grader.compare import Tolerance
from grader.errors import RubricError


class Misconception(msgspec.Struct, frozen=True):
    """One mistake that students make, as a change to the reference's source."""

    name: str
    sentence: str  # names the mistake, without the answer
    look: str  # where to look, for the student
    patch: tuple[tuple[str, str], ...]  # text that stands once in the reference, its replacement
    costs: tuple[str, ...]  # criteria that it must cost; `backward.*` stands for all of that name
    tolerance: Tolerance | None = None  # where the criterion's own is too fine to recognise it
    hint: str = ""  # the second one, for who asks for it; "" for the criterion's own

    def costs_of(self, criteria: Sequence[str]) -> set[str]:
        """Those of the criteria that it costs."""
        return {criterion for criterion in criteria if _is_among(criterion, self.costs)}

    def applied_to(self, source: str) -> str:
        """The source with the slip in it.

        Raises:
            RubricError: a text to be replaced stands there never, or more than once.
        """
        for old, new in self.patch:
            if source.count(old) != 1:
                times = source.count(old)
                raise RubricError(f"'{self.name}' replaces a text found {times} times: {old!r}.")
            source = source.replace(old, new)
        return source


@lru_cache(maxsize=10_000)  # thousands of pairs of mistakes ask for the same few
def _is_among(criterion: str, costs: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(criterion, cost) for cost in costs)


class Misconceptions:
    """All known mistakes of an assignment, in the order in which they were written down."""

    def __init__(self) -> None:
        self._known: dict[str, Misconception] = {}

    def slip(
        self,
        name: str,
        sentence: str,
        *,
        look: str,
        patch: Mapping[str, str],
        costs: Sequence[str],
        tolerance: Tolerance | None = None,
        hint: str = "",
    ) -> None:
        """Add a mistake.

        Args:
            name: a short identifier, unique.
            sentence: names the mistake to the student without giving the answer.
            look: the place to look at, as the end of "Look at …".
            patch: text that stands exactly once in the reference -> what stands there instead.
            costs: the criteria that it must cost, no more and no less; patterns like `forward.*`.
                Whatever else comes out wrong in exactly this way follows from it, and keeps its
                points.
            tolerance: for recognising it, where the criterion's own is too fine.
            hint: a second one, complete, which says how to see the mistake and not how to mend
                it; without one, students find that of the criterion.

        Raises:
            RubricError: there is one of this name already, or it costs nothing.
        """
        if not costs:
            raise RubricError(f"The misconception '{name}' costs nothing.")
        changes = tuple(patch.items())
        self._add(Misconception(name, sentence, look, changes, tuple(costs), tolerance, hint))

    def include(self, others: "Misconceptions") -> None:
        """Add those of another file, in their order.

        Raises:
            RubricError: there is one of the same name already.
        """
        for known in others:
            self._add(known)

    def _add(self, misconception: Misconception) -> None:
        if misconception.name in self._known:
            raise RubricError(f"Two misconceptions are called '{misconception.name}'.")
        self._known[misconception.name] = misconception

    def __iter__(self) -> Iterator[Misconception]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)


def module_of(source: str, name: str) -> Any:
    """A module made of a source that the instructor wrote; students' code never comes here."""
    module = ModuleType(name)
    exec(compile(source, f"<{name}>", "exec"), module.__dict__)
    return module
