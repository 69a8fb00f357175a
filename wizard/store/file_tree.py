"""File trees: JSON and YAML as they were written, so that a number keeps its digits and a doubled key is seen."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.errors import UsageError

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1_000_000
"""Far above what a person writes; a bigger file is some other file."""


@dataclass(frozen=True, slots=True)
class Map:
    """A map with its pairs in order; a key may stand in it more than once."""

    pairs: tuple[tuple[str, "Tree"], ...]


Tree = str | bool | None | list["Tree"] | Map
"""Numbers are the text that was written: 8.20 stays 8.20."""


def read_tree(path: Path) -> Tree:
    """The tree in a JSON (`.json`) or YAML file. Raises UsageError that names place and file, and quotes nothing."""
    text = _read_text(path)
    try:
        return _json_tree(path, text) if path.suffix.lower() == ".json" else _yaml_tree(path, text)
    except RecursionError:
        raise UsageError(f"{path} is nested too deeply to be an answer file.") from None


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder.", hint="Name the answer file in it.") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(f"The answer file {path} cannot be read: {why}.", hint="Check its path and rights.") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path} is larger than 1 MB, so it is no answer file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(f"{path} is not UTF-8 text (line {line}).", hint="Save it as UTF-8.") from None


def _json_tree(path: Path, text: str) -> Tree:
    if not text.strip():
        return None
    try:
        tree: Tree = json.loads(
            text,
            object_pairs_hook=lambda pairs: Map(tuple(pairs)),
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{path} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.",
            hint="A file of another kind than JSON must not end in .json.",
        ) from None
    return tree


def _yaml_tree(path: Path, text: str) -> Tree:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        # Neither the parser's words nor its excerpt: both may quote a secret that stands in the file.
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise UsageError(
            f"{path} is not YAML{where}.",
            hint="Indent with spaces, put a space after each colon, "
            "and put quotes round a text that begins with a sign such as * & ! @ %.",
        ) from None
    except yaml.YAMLError:
        raise UsageError(f"{path} is not YAML: it holds characters that YAML does not allow.") from None
    return _tree_of(path, node) if node is not None else None


def _tree_of(path: Path, node: "yaml.Node") -> Tree:
    import yaml

    match node:
        case yaml.MappingNode():
            return Map(tuple((_key_of(path, key), _tree_of(path, value)) for key, value in node.value))
        case yaml.SequenceNode():
            return [_tree_of(path, item) for item in node.value]
        case yaml.ScalarNode(tag="tag:yaml.org,2002:null"):
            return None
        case yaml.ScalarNode(tag="tag:yaml.org,2002:bool") if node.style is None:
            return str(node.value).lower() in ("true", "yes", "on")
        case _:
            return str(node.value)


def _key_of(path: Path, node: "yaml.Node") -> str:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    line = node.start_mark.line + 1 if node.start_mark else 0
    raise UsageError(f"{path} has a key in line {line} that is not a plain text.", hint="Keys are the ids of answers.")
