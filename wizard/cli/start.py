"""From the words of the command line to the command that they name; what Python's own ends would say otherwise."""

import os
import sys
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, TextIO, cast

from wizard.version import PROGRAM

if TYPE_CHECKING:
    from argparse import Namespace

THE_APP: Mapping[str, object] = {
    "command": None, "session": None, "answers": None, "ascii": False, "theme": None, "present": False,
    "debug_log": None, "verbose": False, "settings": [],
}  # fmt: skip
"""What the parser makes of no words at all: it takes longer to be imported than the rest of the way to the app."""


def run(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    closed = sys.stdout is None
    _open_closed_streams()
    if closed:
        print(f"{PROGRAM}: stdout is closed, so there is nowhere to write to.", file=sys.stderr)  # noqa: T201
        print("  To see nothing, send it to /dev/null instead.", file=sys.stderr)  # noqa: T201
        return 2
    options = cast("Namespace", SimpleNamespace(**THE_APP))
    if argv:
        from wizard.cli.parser import make_parser

        try:
            options = make_parser(argv).parse_args(argv)
        except SystemExit as end:
            if end.code:
                raise
            return _help_is_out()
    from wizard.cli.dispatch import dispatch

    return dispatch(options)


def _open_closed_streams() -> None:
    """A stream that is closed is None; nothing takes its number, or the next file to be opened would get it, and with
    it whatever is written to the stream.
    """
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")


def _help_is_out() -> int:
    """What --help and --version say is not out before it is flushed; returns the exit code."""
    try:
        sys.stdout.flush()
    except OSError as error:
        from wizard.cli.dispatch import drop_output

        drop_output()
        if not isinstance(error, BrokenPipeError):
            print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)  # noqa: T201
            return 1
    return 0


def _nowhere(mode: str) -> TextIO:
    return cast("TextIO", open(os.devnull, mode, encoding="utf-8"))  # it stays open
