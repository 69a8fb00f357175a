"""The entry point: parse, then hand over. Help and the version need no more than the parser."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from wizard.cli.parser import make_parser


def entry() -> None:
    """The console script."""
    # What is imported stays until the end: looking for garbage in it at the usual pace, and once more at the end, would
    # take a sixth of the time of a short command.
    gc.set_threshold(50_000)
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:  # so early that no command was there to say so
        code = 130
    if code == 130:
        # At once: nothing may hold up this end, and Python ends by the signal if an import was what was interrupted.
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)
    gc.freeze()
    sys.exit(code)


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    options = make_parser(argv).parse_args(argv)
    from wizard.cli.dispatch import dispatch

    return dispatch(options)
