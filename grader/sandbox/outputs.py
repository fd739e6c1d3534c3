"""Takes what a guest says that its cells put out: fields and types as in nbformat, within bounds.

The guest keeps the same bounds, but a guest that was taken over keeps none.
"""

from collections.abc import Iterable
from typing import Any

from grader.sandbox import wire

MAX_FORMS = 50  # of one output: as text, as HTML, …
MAX_NAME = 200  # characters of the name of a form


class Outputs:
    """What may still come from one notebook."""

    def __init__(self) -> None:
        self._characters = wire.MAX_OUTPUT
        self._count = wire.MAX_OUTPUTS

    def take(self, outputs: Iterable[dict[str, Any]]) -> tuple[tuple[dict[str, Any], ...], bool]:
        """The outputs of one cell that are well-formed and fit, and whether some were cut."""
        taken: list[dict[str, Any]] = []
        left = min(wire.MAX_CELL_OUTPUT, self._characters)
        count = min(wire.MAX_CELL_OUTPUTS, self._count)
        cut = False
        for output in filter(None, map(_well_formed, outputs)):
            size = _size(output)
            if size > left or len(taken) == count:
                cut = True
                continue
            left -= size
            self._characters -= size
            taken.append(output)
        self._count -= len(taken)
        return tuple(taken), cut


def _well_formed(output: dict[str, Any]) -> dict[str, Any] | None:
    """An nbformat output with exactly the fields and types that it should have, or None."""
    kind = _text(output.get("output_type"))
    if kind == "stream":
        name, text = _text(output.get("name")), output.get("text")
        if name in ("stdout", "stderr") and isinstance(text, str):
            return {"output_type": "stream", "name": name, "text": text}
    if kind in ("display_data", "execute_result"):
        data = output.get("data")
        if (
            isinstance(data, dict)
            and len(data) <= MAX_FORMS
            and all(len(name) <= MAX_NAME and isinstance(text, str) for name, text in data.items())
        ):
            checked = {"output_type": kind, "data": data, "metadata": {}}
            return checked | ({"execution_count": None} if kind == "execute_result" else {})
    return None


def _text(value: Any) -> str:
    """The value if it is a text: comparing anything else could have any outcome."""
    return value if isinstance(value, str) else ""


def _size(output: dict[str, Any]) -> int:
    # The names of kinds are not counted in the guest: an honest one shall not be cut twice.
    texts = output["data"].values() if "data" in output else (output["text"],)
    return sum(map(len, texts))
