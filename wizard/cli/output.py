"""Words for a terminal or a pipe: stdout is data, stderr is narration."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from wizard.errors import AnswersError, WizardError

BLOCK_INDENT = 6
"""Lines indented at least so far are blocks: requests, commands, files."""
SENTENCES = ("seen: ", "fix: ")
"""Lines of findings, which are sentences at any depth."""

Tree = Mapping[str, object] | Sequence[object]


def put(text: str = "") -> None:
    """Lines of data on stdout."""
    _write(text, sys.stdout)


def tell(text: str = "") -> None:
    """Lines of narration on stderr."""
    _write(text, sys.stderr)
    sys.stderr.flush()


def put_json(tree: Tree) -> None:
    """A JSON document on stdout."""
    put(json.dumps(tree, indent=2, ensure_ascii=False))


def tell_error(error: WizardError) -> None:
    """What is wrong and what to do; of answers, every one with the flag that sets it."""
    from wizard.version import PROGRAM

    tell(f"{PROGRAM}: {error.headline}")
    if isinstance(error, AnswersError):
        width = max((len(problem.id) for problem in error.problems), default=0)
        for problem in error.problems:
            tell(f"  {problem.id:<{width}}  {problem.flag}".rstrip())
            tell(f"  {'':<{width}}  {problem.text}")
    if error.hint:
        tell(f"  {error.hint}")


def _write(text: str, stream: TextIO) -> None:
    shown = _printable(text, stream.encoding)
    if stream.isatty():
        import shutil

        width = shutil.get_terminal_size().columns
        shown = "\n".join(folded for line in shown.split("\n") for folded in _folded(line, width))
    stream.write(shown + "\n")


def _folded(line: str, width: int) -> list[str]:
    """Sentences are folded at words; a block to copy keeps its lines, however long."""
    indent = len(line) - len(line.lstrip())
    if len(line) <= width or (indent >= BLOCK_INDENT and not line.lstrip().startswith(SENTENCES)):
        return [line]
    import textwrap

    return textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def _printable(text: str, encoding: str | None) -> str:
    """Text of a cluster may hold what a terminal would obey, or what its encoding cannot show."""
    shown = "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
    return shown.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")
