"""Cluster settings as Kibana shows them: dotted keys become nested objects."""

from collections.abc import Mapping

from wizard.plan.actions import Json


def nested(body: Json) -> Json:
    """The body of a settings request with nested objects; keys with a `*` stay as they are (only flat ones work)."""
    if not isinstance(body, Mapping):
        return body
    return {scope: _unfolded(values) if isinstance(values, Mapping) else values for scope, values in body.items()}


def _unfolded(flat: Mapping[str, Json]) -> Json:
    tree: dict[str, Json] = {}
    for key, value in flat.items():
        if not _put(tree, key, _unfolded(value) if isinstance(value, Mapping) else value):
            tree[key] = value
    return tree


def _put(tree: dict[str, Json], key: str, value: Json) -> bool:
    """Put the value at its place; False where it has none: a wildcard, or a leaf stands in the way."""
    *parents, leaf = key.split(".")
    if "*" in key or not leaf or not all(parents):
        return False
    for parent in parents:
        inner = tree.get(parent, {})
        if not isinstance(inner, dict):
            return False
        tree[parent] = inner
        tree = inner
    present = tree.get(leaf)
    if leaf not in tree:
        tree[leaf] = value
        return True
    if not isinstance(present, dict) or not isinstance(value, Mapping):
        return False
    return all(_put(present, inner_key, inner) for inner_key, inner in value.items())
