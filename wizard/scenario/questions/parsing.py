"""Texts that people type or paste, read into values. Knows kinds of values, no questions."""

import re

YES = frozenset({"yes", "y", "true", "on", "1"})
NO = frozenset({"no", "n", "false", "off", "0"})

# An item that begins with a slash is a Lucene regular expression and may hold commas.
_ITEM = re.compile(r"[^\S\n]*(/(?:[^/\\\n]|\\.)*/|[^,\n]*)[^\S\n]*(?:[,\n]|$)")


def one_line(text: str) -> str:
    """The text without space around it. Raises ValueError when it holds several lines or control characters."""
    value = text.strip()
    if not value.isprintable():
        raise ValueError("Line breaks and control characters do not belong here. Type it on one line.")
    return value


def secret_line(text: str) -> str:
    """The secret without the one line end that files and pastes add; spaces stay, they may belong to it.

    Raises ValueError, which never repeats it: several lines would be several answers to a keystore, and bytes that are
    no text (they are read as surrogates) cannot be sent.
    """
    value = text.removesuffix("\n").removesuffix("\r")
    if "\n" in value or "\r" in value:
        raise ValueError("A secret is one line; this holds several.")
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("A secret is UTF-8 text; this holds bytes that are none.")
    return value


def split_list(text: str) -> tuple[str, ...]:
    """Items separated by commas or line ends, empty ones left out."""
    found = (match.group(1).strip() for match in _ITEM.finditer(text.replace("\r", "\n")))
    return tuple(item for item in found if item)


def yes_or_no(text: str) -> bool:
    """True or False for the usual words. Raises ValueError for others."""
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("Write true or false.")


def number(text: str) -> int:
    """A whole number. Raises ValueError for anything else."""
    word = text.strip()
    if not (word.isascii() and word.isdigit() and len(word) <= 9):
        raise ValueError("Write a whole number in digits.")
    return int(word)
