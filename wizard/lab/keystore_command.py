"""`elasticsearch-keystore` of practice nodes. Runs alone, by its path: it must start quickly and import little."""

import json
import os
import re
import sys

MAGIC = "practice keystore 1\n"
OK, NO_KEYSTORE, WRONG, NO_SUCH_ENTRY = 0, 65, 64, 78


def main(folders: str, words: list[str]) -> int:
    """Run one command on the keystore of a config folder, or of several (`os.pathsep`); returns the exit code.

    ES_PATH_CONF counts for nothing here: it would lead to the keystore of a real node.
    """
    files = [os.path.join(folder, "elasticsearch.keystore") for folder in folders.split(os.pathsep)]
    for file in files:
        if _read(file) is None:
            return _missing(file)
    command, options = words[:1], [word for word in words[1:] if word.startswith("-")]
    names = [word for word in words[1:] if not word.startswith("-")]
    if command == ["list"] and not options and not names:
        return _list(files)
    if command == ["add"] and len(names) == 1 and {_long(option) for option in options} == {"--stdin", "--force"}:
        return _add(files, names[0])
    if command == ["remove"] and names and not options:
        return _remove(files, names)
    return _fail(WRONG, f"this practice keystore does not know: {' '.join(words)}")


def _long(option: str) -> str:
    return {"-x": "--stdin", "-f": "--force"}.get(option, option)


def _list(files: list[str]) -> int:
    """What every keystore holds: what one of them lacks would be missed."""
    for name in sorted(set.intersection(*(set(_entries(file)) for file in files))):
        print(name)  # noqa: T201
    return OK


def _add(files: list[str], name: str) -> int:
    if not re.fullmatch(r"[A-Za-z0-9_\-.]+", name):
        return _fail(
            WRONG, f"Setting name [{name}] does not match the allowed setting name pattern [[A-Za-z0-9_\\-.]+]"
        )
    # Only the first line is the value; a line end does not belong to it.
    value = sys.stdin.readline().rstrip("\r\n")
    for file in files:
        _write(file, {**_entries(file), name: value})
    return OK


def _remove(files: list[str], names: list[str]) -> int:
    for name in names:
        if not any(name in _entries(file) for file in files):
            return _fail(NO_SUCH_ENTRY, f"Setting [{name}] does not exist in the keystore.")
        for file in files:
            _write(file, {key: value for key, value in _entries(file).items() if key != name})
    return OK


def _entries(file: str) -> "dict[str, str]":
    return _read(file) or {}


def _read(file: str) -> "dict[str, str] | None":
    try:
        with open(file, encoding="utf-8") as stream:
            text = stream.read()
    except FileNotFoundError:
        return None
    entries: dict[str, str] = json.loads(text.removeprefix(MAGIC))
    return entries


def _write(file: str, entries: "dict[str, str]") -> None:
    fresh = f"{file}.{os.getpid()}"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(MAGIC + json.dumps(entries))
    os.replace(fresh, file)


def _missing(file: str) -> int:
    return _fail(NO_KEYSTORE, f"Elasticsearch keystore not found at [{file}]. Use 'create' command to create one.")


def _fail(code: int, text: str) -> int:
    print(f"ERROR: {text}, with exit code {code}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
