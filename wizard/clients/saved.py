"""Values that a request saves: taken out of the answer, kept, and replaced by their names."""

from collections.abc import Mapping, Sequence

from wizard.clients.connection import Keep
from wizard.plan.actions import Json, Save
from wizard.plan.pointer import resolve, tokens_of
from wizard.redact import Redactor


def keep_saves(body: Json, saves: Sequence[Save], keep: Keep) -> tuple[Json, tuple[str, ...]]:
    """Keep what `saves` point at, secrets first; return the body with `${NAME}` in their places, and what was missing.

    The second value holds the pointers where no text or number stood. What `keep` raises passes through.
    """
    found: list[tuple[Save, str]] = []
    missing: list[str] = []
    for save in saves:
        value = resolve(body, save.pointer)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != "":
            found.append((save, str(value)))
        else:
            missing.append(save.pointer)
    found.sort(key=lambda each: not each[0].ref.secret)
    for save, value in found:
        keep(save.ref, value)
    secrets = Redactor({save.ref.name: value for save, value in found if save.ref.secret}, keeps_ids=True)
    cut = body
    for save, _ in found:
        cut = _replaced(cut, tokens_of(save.pointer), str(save.ref))
    hides = any(save.ref.secret for save, _ in found)
    return secrets.redact_tree(cut) if hides else cut, tuple(missing)


def _replaced(tree: Json, parts: Sequence[str], text: str) -> Json:
    if not parts:
        return text
    first, rest = parts[0], parts[1:]
    if isinstance(tree, Mapping):
        return {key: _replaced(value, rest, text) if key == first else value for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_replaced(value, rest, text) if str(at) == first else value for at, value in enumerate(tree)]
    return tree
