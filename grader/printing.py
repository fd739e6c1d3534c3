"""Makes a text of any origin safe to print on one line."""


def printable(text: str, instead: str = " ") -> str:
    """The text without line breaks and control characters, which could forge what stands beside.

    Args:
        text: whatever it is.
        instead: what takes the place of each of those.
    """
    return "".join(char if char.isprintable() else instead for char in text)
