"""Hand over to the subcommand, and turn whatever is raised into words and an exit code."""

import errno
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING

from wizard.cli.exits import Exit
from wizard.errors import WizardError

if TYPE_CHECKING:
    import argparse

SENDS = ("apply", "undo")
"""The commands that change clusters."""
WHAT_STAYS = "What was sent stays. To go on: apply --session ID (`sessions` lists them)."
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def dispatch(options: "argparse.Namespace") -> int:
    """Run the command that was parsed; returns its exit code."""
    try:
        module = importlib.import_module(f"wizard.cli.{options.command or 'app'}")
        if debug_log := getattr(options, "debug_log", None):
            from wizard.cli.debug_log import write_debug_log

            write_debug_log(debug_log)
        code = int(module.run(options))
        sys.stdout.flush()
    except WizardError as error:
        from wizard.cli.output import tell_error

        tell_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        more = f" {WHAT_STAYS}" if options.command in SENDS else ""
        print(f"\nInterrupted.{more}", file=sys.stderr)  # noqa: T201
        # One more, should anything hold up the end, is the end.
        signal.signal(signal.SIGINT, lambda *_: os._exit(Exit.INTERRUPTED))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; that is theirs to decide. But what was not finished is not good either.
        drop_output()
        if options.command in SENDS:
            print(f"Stopped: nobody reads the output any more. {WHAT_STAYS}", file=sys.stderr)  # noqa: T201
        return Exit.NOT_OK if options.command in (*SENDS, "doctor") else Exit.OK
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            # Every file of ours is written under a guard of its own, so this is the output.
            drop_output()
            more = f" {WHAT_STAYS}" if options.command in SENDS else ""
            print(f"The output cannot be written: {error.strerror}.{more}", file=sys.stderr)  # noqa: T201
            return Exit.NOT_OK
        from wizard.cli.crash import report_crash

        report_crash(error)
        return Exit.BUG
    return code


def drop_output() -> None:
    """What is buffered must not fail once more when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
