"""Foreign text as it may be shown: literal, without what a terminal would obey, and not without end."""

from rich.cells import cell_len

LONG = 600
"""Characters of one text that a pane shows; the evidence shows all of it."""
REPLACED = "\ufffd"


def literal(text: str) -> str:
    """The text with every control character replaced; line breaks stay, tabs become spaces."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == "\n" else REPLACED
        for character in text.replace("\r\n", "\n").expandtabs(4)
    )


def short(text: str) -> str:
    """The same on one line, cut where it is longer than a pane should hold."""
    line = " ".join(literal(text).split())
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"


def cut(text: str, room: int) -> str:
    """The text, cut where it would be wider than `room` cells."""
    if room <= 1 or cell_len(text) <= room:
        return text
    return f"{text[: room - 1]}…"
