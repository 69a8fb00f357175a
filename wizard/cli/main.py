"""The entry point: takes Ctrl-C from its first line on, so it imports nothing before that which Python has not yet."""

import gc
import os
import sys


def entry() -> None:
    """The console script."""
    # What is imported stays until the end: looking for garbage in it at the usual pace, and once more at the end, would
    # take a sixth of the time of a short command.
    gc.set_threshold(50_000)
    try:
        code = main(sys.argv[1:])
        if code != 130:
            gc.freeze()
            sys.exit(code)
    except KeyboardInterrupt:  # so early, or so late, that no command was there to say so
        pass
    # At once: nothing may hold up this end, and Python ends by the signal if an import was what was interrupted.
    try:
        sys.stdout.flush()
    except (AttributeError, OSError):
        pass
    finally:
        os._exit(130)


def main(argv: list[str]) -> int:
    """Run one command; returns its exit code."""
    from wizard.cli.start import run

    return run(argv)
