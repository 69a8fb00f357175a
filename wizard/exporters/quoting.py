"""Quoting: values into JSON, YAML, shell words, paths, Markdown and single lines, so that none can break out."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from shlex import quote

from wizard.plan.actions import Json

WIDTH = 72
"""Columns of JSON that stay on one line; a step's text is indented by six more and has to fit 80."""

_as_json = json.JSONEncoder(ensure_ascii=False).encode
_VISIBLE = frozenset(map(chr, range(0x21, 0x7F)))
_INDEX_CHARS = frozenset("-_.~:*,")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_MARKUP = re.compile(r"[\\`*<\[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def one_line(text: str) -> str:
    """The text on one line: white space joined, other unprintable characters written as escapes."""
    return _visible(" ".join(text.split()), _python_escape)


def json_lines(value: Json) -> list[str]:
    """JSON with two spaces of indentation; below the top, what fits on a line stays on one."""
    return _json(value, "").split("\n")


def yaml_lines(settings: Mapping[str, Json]) -> list[str]:
    """Flat keys with JSON values, which is valid YAML."""
    return [f"{_yaml_key(key)}: {_yaml_value(value)}" for key, value in settings.items()]


def shell_line(argv: Iterable[str]) -> str:
    """A command line for a POSIX shell; words with unprintable characters take the `$'...'` form of bash and zsh."""
    return " ".join(quote(word) if word.isprintable() else _shell_escaped(word) for word in argv)


def url_path(path: str) -> str:
    """A path without its leading slash; what is not a visible ASCII character is percent-encoded."""
    return "".join(char if char in _VISIBLE else _percent(char) for char in path.lstrip("/"))


def url_part(text: str) -> str:
    """One part of a path: everything but letters, digits and `-_.~:*,` is percent-encoded."""
    plain = (char in _INDEX_CHARS or (char.isascii() and char.isalnum()) for char in text)
    return "".join(char if keep else _percent(char) for char, keep in zip(text, plain, strict=True))


def markdown(text: str) -> str:
    """Plain text on one line for Markdown: nothing in it is markup."""
    return _MARKUP.sub(lambda match: f"\\{match[0]}", one_line(text))


def code_span(text: str) -> str:
    """Inline code for Markdown, in more backticks than the text holds in a row."""
    shown = one_line(text)
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if "`" in shown else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def fenced(language: str, lines: Iterable[str]) -> list[str]:
    """A fenced block for Markdown, its fence longer than any run of backticks within."""
    inner = list(lines)
    fence = "`" * max([3, *(_longest_run(line) + 1 for line in inner)])
    return [f"{fence}{language}", *inner, fence]


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _json(value: Json, indent: str) -> str:
    deeper = indent + "  "
    if isinstance(value, Mapping):
        members = [f"{_scalar(key)}: {_json(item, deeper)}" for key, item in value.items()]
        opens, closes = ("{ ", " }") if indent and members else ("{", "}")
    elif value is None or isinstance(value, bool | int | float | str):
        return _scalar(value)
    else:
        members = [_json(item, deeper) for item in value]
        opens, closes = "[", "]"
    short = f"{opens}{', '.join(members)}{closes}"
    fits = len(indent) + len(short) <= WIDTH and "\n" not in short and (indent or not isinstance(value, Mapping))
    if fits or not members:
        return short
    inside = ",\n".join(deeper + member for member in members)
    return f"{opens.strip()}\n{inside}\n{indent}{closes.strip()}"


def _scalar(value: bool | int | float | str | None) -> str:
    return _visible(_as_json(value), lambda char: json.dumps(char)[1:-1])


def _yaml_key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else _yaml_value(key)


def _yaml_value(value: Json) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_yaml_value(key)}: {_yaml_value(item)}' for key, item in value.items())}}}"
    if value is None or isinstance(value, bool | int | float | str):
        return _visible(_as_json(value), _yaml_escape)
    return f"[{', '.join(_yaml_value(item) for item in value)}]"


def _visible(text: str, escape: Callable[[str], str]) -> str:
    return text if text.isprintable() else "".join(char if char.isprintable() else escape(char) for char in text)


def _python_escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _yaml_escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def _shell_escaped(word: str) -> str:
    escaped = "".join(_shell_escape(char) for char in word)
    return f"$'{escaped}'"


def _shell_escape(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char.isprintable():
        return char
    return "".join(f"\\{byte:03o}" for byte in char.encode())
