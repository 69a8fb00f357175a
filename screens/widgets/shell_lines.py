"""Shell lines: a command broken so that a copy of what is seen still works: only between words, with a backslash."""

from collections.abc import Iterator

HANG = 4
"""Cells by which the lines after the first are set in."""


def shell_lines(command: str, width: int) -> list[str]:
    """The command in lines of at most `width` cells where its words allow it; each but the last ends in a backslash."""
    lines: list[str] = []
    line = ""
    for word in words_of(command):
        room = width - 2
        if line.strip() and len(line) + 1 + len(word) > room:
            lines.append(f"{line} \\")
            # A word that just fits begins further left: in the middle no backslash would help.
            line = " " * max(0, min(HANG, room - len(word))) + word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def words_of(command: str) -> Iterator[str]:
    """The words between spaces outside of quotes, as they are written."""
    word, quote, escaped = "", "", False
    for character in command:
        if character == " " and not quote and not escaped:
            if word:
                yield word
            word = ""
            continue
        word += character
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
    if word:
        yield word


def is_command(line: str) -> bool:
    """True for a line of an instruction that goes to a shell, and is no sentence for a person."""
    return line[:1].islower() and not line.endswith((".", ":", ")"))
