"""Words for a terminal or a pipe: stdout is data, stderr is narration."""

import json
import sys
from collections.abc import Mapping, Sequence

from wizard.errors import AnswersError, WizardError

Tree = Mapping[str, object] | Sequence[object]


def put(text: str = "") -> None:
    """One line of data on stdout."""
    sys.stdout.write(_printable(text, sys.stdout.encoding) + "\n")


def tell(text: str = "") -> None:
    """One line of narration on stderr."""
    sys.stderr.write(_printable(text, sys.stderr.encoding) + "\n")
    sys.stderr.flush()


def put_json(tree: Tree) -> None:
    """A JSON document on stdout."""
    put(json.dumps(tree, indent=2, ensure_ascii=False))


def tell_error(error: WizardError) -> None:
    """What is wrong and what to do; of answers, every one with the flag that sets it."""
    from wizard.cli.parser import PROGRAM

    tell(f"{PROGRAM}: {error.headline}")
    if isinstance(error, AnswersError):
        width = max((len(problem.id) for problem in error.problems), default=0)
        for problem in error.problems:
            tell(f"  {problem.id:<{width}}  {problem.flag}".rstrip())
            tell(f"  {'':<{width}}  {problem.text}")
    if error.hint:
        tell(f"  {error.hint}")


def _printable(text: str, encoding: str | None) -> str:
    """Text of a cluster may hold what a terminal would obey, or what its encoding cannot show."""
    shown = "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
    return shown.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")
