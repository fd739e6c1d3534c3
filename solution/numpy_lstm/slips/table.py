"""The words in which a table of slips is written, one mistake in one breath."""

from collections.abc import Mapping

from grader.misconceptions import Misconceptions

CHECK = "gradient_check"


class Table(Misconceptions):
    """Mistakes in the order: name, sentence, where to look, change, costs."""

    def add(
        self, name: str, sentence: str, look: str, patch: Mapping[str, str], *costs: str
    ) -> None:
        """Add a mistake."""
        self.slip(name, sentence, look=look, patch=patch, costs=costs)


def instead(old: str, *changes: tuple[str, str]) -> dict[str, str]:
    """The patch that changes parts of a text that stands once in the reference."""
    new = old
    for part, other in changes:
        new = new.replace(part, other)
    return {old: new}
