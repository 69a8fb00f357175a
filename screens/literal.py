"""Foreign text as it may be shown: literal, without what a terminal would obey, and not without end."""

import re

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
    kept = text[: room - 1]
    while cell_len(kept) >= room:
        kept = kept[:-1]
    return f"{kept}…"


def middle_cut(text: str, room: int) -> str:
    """The text, cut in the middle where it would be wider than `room` cells: of a path both ends tell most."""
    if cell_len(text) <= room:
        return text
    ends = text[-(room // 2) :]
    while ends and cell_len(ends) > room // 2:
        ends = ends[1:]
    return f"{cut(text, room - cell_len(ends))}{ends}"


_JOINT = re.compile(r"(?<=[./,:;=&?_-])(?=\w)")


def broken_at_joints(text: str, room: int) -> str:
    """The text with line breaks in words that are wider than `room` cells: behind a dot or the like, not within a name.

    Shorter words are left to whoever breaks lines.
    """
    if len(text) <= room or all(cell_len(word) <= room for word in text.split()):
        return text
    return "\n".join(_broken_line(line, room) for line in text.split("\n"))


def _broken_line(line: str, room: int) -> str:
    words: list[str] = []
    at = 0
    for word in line.split(" "):
        begins = at + 1 if words else 0
        if (wide := cell_len(word)) <= room:
            at = begins + wide if begins + wide <= room else wide
            words.append(word)
            continue
        drawn, at = "", begins
        for part in _JOINT.split(word):
            if at and at + cell_len(part) > room:
                drawn, at = f"{drawn}\n", 0
            drawn, at = drawn + part, (at + cell_len(part)) % room
        words.append(drawn)
    return " ".join(words)
