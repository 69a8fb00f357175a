"""Values that a request saves: taken out of the answer, kept, and replaced by their names."""

import base64
import binascii
from collections.abc import Mapping, Sequence

from wizard.clients.connection import Keep
from wizard.plan.actions import Json, Save

SHORTEST_SECRET = 4
"""Shorter values are not masked in texts: they would blot out harmless words."""


def value_at(tree: Json, pointer: str) -> Json:
    """The value at a JSON pointer; None where there is none."""
    for part in _parts(pointer):
        if isinstance(tree, Mapping):
            tree = tree.get(part)
        elif isinstance(tree, Sequence) and not isinstance(tree, str) and part.isdigit() and int(part) < len(tree):
            tree = tree[int(part)]
        else:
            return None
    return tree


def keep_saves(body: Json, saves: Sequence[Save], keep: Keep) -> tuple[Json, tuple[str, ...]]:
    """Keep what `saves` point at, secrets first; return the body with `${NAME}` in their places, and what was missing.

    The second value holds the pointers where no text or number stood. What `keep` raises passes through.
    """
    found: list[tuple[Save, str]] = []
    missing: list[str] = []
    for save in saves:
        value = value_at(body, save.pointer)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != "":
            found.append((save, str(value)))
        else:
            missing.append(save.pointer)
    found.sort(key=lambda each: not each[0].ref.secret)
    for save, value in found:
        keep(save.ref, value)
    masks = {value: str(save.ref) for save, value in found if save.ref.secret}
    cut = body
    for save, _ in found:
        cut = _replaced(cut, _parts(save.pointer), str(save.ref))
    return masked(cut, masks), tuple(missing)


def masked(tree: Json, masks: Mapping[str, str]) -> Json:
    """The tree with each secret value replaced by its mask, wherever it stands in a text.

    A secret that is base64 of `id:secret` (an encoded API key) hides its second half, too.
    """
    return _masked(tree, _with_halves(masks)) if masks else tree


def _masked(tree: Json, masks: Mapping[str, str]) -> Json:
    if isinstance(tree, str):
        for value, mask in masks.items():
            tree = tree.replace(value, mask)
        return tree
    if isinstance(tree, Mapping):
        return {key: _masked(value, masks) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_masked(value, masks) for value in tree]
    return tree


def _with_halves(masks: Mapping[str, str]) -> dict[str, str]:
    """Longest first, so that a value that holds another is replaced whole."""
    wide: dict[str, str] = {}
    for value, mask in masks.items():
        wide[value] = mask
        half = _second_half(value)
        if half:
            wide[half] = mask
    return {value: wide[value] for value in sorted(wide, key=len, reverse=True) if len(value) >= SHORTEST_SECRET}


def _second_half(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("ascii").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _parts(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _replaced(tree: Json, parts: Sequence[str], text: str) -> Json:
    if not parts:
        return text
    first, rest = parts[0], parts[1:]
    if isinstance(tree, Mapping):
        return {key: _replaced(value, rest, text) if key == first else value for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_replaced(value, rest, text) if str(at) == first else value for at, value in enumerate(tree)]
    return tree
