"""Hand over to the subcommand, and turn whatever is raised into words and an exit code."""

import argparse
import importlib
import os
import sys

from wizard.cli.exits import Exit
from wizard.errors import WizardError


def dispatch(options: argparse.Namespace) -> int:
    """Run the command that was parsed; returns its exit code."""
    try:
        module = importlib.import_module(f"wizard.cli.{options.command}")
        if options.debug_log:
            from wizard.cli.debug_log import write_debug_log

            write_debug_log(options.debug_log)
        code = int(module.run(options))
        sys.stdout.flush()
    except WizardError as error:
        from wizard.cli.output import tell_error

        tell_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        sends = options.command in ("apply", "undo")
        more = " What was sent stays; the session knows how to go on." if sends else ""
        print(f"\nInterrupted.{more}", file=sys.stderr)  # noqa: T201
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; that is theirs to decide, and no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except Exception as error:
        from wizard.cli.crash import report_crash

        report_crash(error)
        return Exit.BUG
    return code
