"""The entry point: parse, hand over to the subcommand, and turn whatever is raised into words and an exit code."""

import importlib
import os
import sys
from collections.abc import Sequence

from wizard.cli.exits import Exit
from wizard.cli.parser import make_parser
from wizard.errors import WizardError


def entry() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    options = make_parser().parse_args(argv)
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
        print("\nInterrupted. What was sent stays; the session knows how to go on.", file=sys.stderr)  # noqa: T201
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
