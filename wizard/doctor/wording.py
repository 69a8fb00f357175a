"""Small pieces of English: lists, numbers and beginnings of sentences."""

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def counted(number: int, noun: str) -> str:
    """`1 node`, `2 nodes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def nodes_named(names: Sequence[str]) -> str:
    """`Node a`, `Nodes a and b`."""
    return f"Node{'s' if len(names) > 1 else ''} {listed(names)}"


def sentence(text: str) -> str:
    """The text with a capital at its beginning; names keep their own."""
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
