"""`${NAME}` in texts and trees: which names stand there, and filling them in."""

import re
from collections.abc import Callable, Iterator, KeysView, Mapping

from wizard.plan.actions import Json

_NAME = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")

ValueOfName = Callable[[str], str | list[str]]
"""The value of a name; a list for a Ref that stands for several texts."""


def names_in(tree: Json) -> KeysView[str]:
    """The names of all Refs in a text or tree, in the order of reading. Keys of objects are not looked at."""
    return dict.fromkeys(_names(tree)).keys()


def fill(tree: Json, value_of: ValueOfName) -> Json:
    """The same tree with every `${NAME}` replaced, in one pass: a value is never filled in again.

    A text that is exactly `${NAME}` of a list value becomes that list; inside a longer text a list is joined by commas.
    What `value_of` raises passes through.
    """
    if isinstance(tree, str):
        whole = _NAME.fullmatch(tree)
        if whole:
            value = value_of(whole[1])
            return value if isinstance(value, str) else list(value)
        return fill_text(tree, value_of)
    if isinstance(tree, Mapping):
        return {key: fill(value, value_of) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [fill(value, value_of) for value in tree]
    return tree


def fill_text(text: str, value_of: ValueOfName) -> str:
    """A text with every `${NAME}` replaced; the result is always a text."""

    def value(match: re.Match[str]) -> str:
        found = value_of(match[1])
        return found if isinstance(found, str) else ",".join(found)

    return _NAME.sub(value, text)


def _names(tree: Json) -> Iterator[str]:
    if isinstance(tree, str):
        yield from _NAME.findall(tree)
    elif isinstance(tree, Mapping):
        for value in tree.values():
            yield from _names(value)
    elif isinstance(tree, (list, tuple)):
        for value in tree:
            yield from _names(value)
