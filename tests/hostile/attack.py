"""Reads the attacks: each a file of cells that honest zeros are handed in with."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

FOLDER = Path(__file__).parent / "attacks"
ZEROS = Path(__file__).parent.parent / "submissions" / "all_zero.ipynb"
PARTS = re.compile(r"^# %%[ ]?(before|markdown|)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """What one student tries.

    Args:
        name: of the file.
        before: code cells that run before the answers are defined.
        after: (kind, text) of the cells that run after them.
        costs: criteria that honest zeros have points for and this notebook gives away.
        words: that the report must say.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[tuple[str, str], ...]
    costs: tuple[str, ...]
    words: tuple[str, ...]

    def notebook(self, facts):
        """The whole notebook as text.

        Args:
            facts: name -> value, known to the student in the first cell.
        """
        first = "\n".join(f"{name} = {value!r}" for name, value in facts.items())
        makers = {"": new_code_cell, "markdown": new_markdown_cell}
        code = [first, *self.before, *zeros()]
        cells = [new_code_cell(text) for text in code]
        cells += [makers[kind](text) for kind, text in self.after]
        return writes(new_notebook(cells=cells))


def zeros():
    """The cells of the all-zero notebook that import and define."""
    cells = json.loads(ZEROS.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [text for text in texts if text.startswith(("from ", "class ", "def "))]


def read(name):
    """The attack of a file in `attacks/`."""
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    head, *parts = PARTS.split(text)
    pairs = list(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    uncommented = [
        (kind, re.sub(r"^# ?", "", body, flags=re.MULTILINE) if kind == "markdown" else body)
        for kind, body in pairs
    ]
    said = ast.get_docstring(ast.parse(head)) or ""
    return Attack(
        name,
        tuple(body for kind, body in uncommented if kind == "before"),
        tuple((kind, body) for kind, body in uncommented if kind != "before"),
        tuple(re.findall(r"^Costs: (\S+)$", said, re.MULTILINE)),
        tuple(re.findall(r"^In the report: (.+)$", said, re.MULTILINE)),
    )


NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))
