"""`elasticsearch-keystore` of a practice node. Runs alone, by its path: it must start quickly and import little."""

import json
import os
import re
import sys

MAGIC = "practice keystore 1\n"
OK, NO_KEYSTORE, WRONG, NO_SUCH_ENTRY = 0, 65, 64, 78


def main(config: str, words: list[str]) -> int:
    """Run one command on the keystore of a config folder; returns the exit code."""
    file = os.path.join(os.environ.get("ES_PATH_CONF") or config, "elasticsearch.keystore")
    command, options, names = words[:1], [word for word in words[1:] if word.startswith("-")], []
    names = [word for word in words[1:] if not word.startswith("-")]
    if command == ["list"] and not options and not names:
        return _list(file)
    if command == ["add"] and len(names) == 1 and {_long(option) for option in options} == {"--stdin", "--force"}:
        return _add(file, names[0])
    if command == ["remove"] and names and not options:
        return _remove(file, names)
    return _fail(WRONG, f"this practice keystore does not know: {' '.join(words)}")


def _long(option: str) -> str:
    return {"-x": "--stdin", "-f": "--force"}.get(option, option)


def _list(file: str) -> int:
    entries = _read(file)
    if entries is None:
        return _missing(file)
    for name in sorted(entries):
        print(name)  # noqa: T201
    return OK


def _add(file: str, name: str) -> int:
    entries = _read(file)
    if entries is None:
        return _missing(file)
    if not re.fullmatch(r"[A-Za-z0-9_\-.]+", name):
        return _fail(
            WRONG, f"Setting name [{name}] does not match the allowed setting name pattern [[A-Za-z0-9_\\-.]+]"
        )
    # Only the first line is the value; a line end does not belong to it.
    _write(file, {**entries, name: sys.stdin.readline().rstrip("\r\n")})
    return OK


def _remove(file: str, names: list[str]) -> int:
    entries = _read(file)
    if entries is None:
        return _missing(file)
    for name in names:
        if name not in entries:
            return _fail(NO_SUCH_ENTRY, f"Setting [{name}] does not exist in the keystore.")
        del entries[name]
    _write(file, entries)
    return OK


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
