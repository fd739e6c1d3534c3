"""Finds the markers that users of nbgrader write: around solutions, tests and mark schemes."""

import re

from grader.percent import BEGIN, END

# A line that lists expressions whose values shall be those of the solution.
AUTOTEST = re.compile(r"^([ \t]*)###[ \t]*(?:HASHED[ \t]+)?AUTOTEST[ \t]+(.*)$", re.MULTILINE)


def region(kind: str) -> re.Pattern[str]:
    """Everything from a BEGIN to its END, or to the end of the cell, with both lines."""
    words = kind.replace(" ", "[ _]")
    return re.compile(
        rf"^[^\n]*\bBEGIN[ _]{words}\b.*?(?:^[^\n]*\bEND[ _]{words}\b[^\n]*\n?|\Z)",
        re.MULTILINE | re.DOTALL | re.IGNORECASE,
    )


def own_markers(source: str) -> str:
    """The source with the markers of solutions in the form that this grader reads."""
    for word, own in (("BEGIN", BEGIN), ("END", END)):
        source = re.sub(rf"^([ \t]*)#+[ \t]*{word} SOLUTION\b", rf"\g<1>{own}", source, flags=re.M)
    return source


def without_markers(source: str) -> str:
    """The source without lines that are markers of any kind."""
    marker = r"^[^\n]*\b(?:BEGIN|END)[ _](?:SOLUTION|HIDDEN[ _]TESTS|MARK[ _]SCHEME)\b[^\n]*\n?"
    return re.sub(marker, "", source, flags=re.MULTILINE | re.IGNORECASE)
