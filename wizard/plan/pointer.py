"""JSON pointers (RFC 6901) over JSON trees, with `*` for every element of a list."""

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from wizard.plan.actions import Json


def tokens_of(pointer: str) -> list[str]:
    """The steps of a pointer, from the root on."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def escape(token: str) -> str:
    """One step as it stands in a pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def resolve(tree: Json, pointer: str) -> Json:
    """The value at the pointer; None where there is nothing. With `*`: the list of all values below."""
    found: Json = tree
    tokens = tokens_of(pointer)
    for index, token in enumerate(tokens):
        if token == "*":
            rest = "".join("/" + escape(later) for later in tokens[index + 1 :])
            elements = found if _is_list(found) else ()
            return [value for value in (resolve(element, rest) for element in elements) if value is not None]
        if isinstance(found, Mapping):
            found = found.get(token)
        elif _is_list(found) and token.isdigit() and int(token) < len(found):
            found = found[int(token)]
        else:
            return None
    return found


def leaves(tree: Json, prefix: str = "") -> dict[str, Json]:
    """The tree as flat dotted keys; lists and empty maps are leaves."""
    if not isinstance(tree, Mapping) or not tree:
        return {prefix: tree} if prefix else {}
    flat: dict[str, Json] = {}
    for key, value in tree.items():
        flat.update(leaves(value, f"{prefix}.{key}" if prefix else key))
    return flat


def _is_list(value: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
