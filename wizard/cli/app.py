"""The app: opened where there is a terminal that can show it; its last words stay on the normal screen."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from wizard.cli.exits import Exit
from wizard.cli.parser import PROGRAM
from wizard.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.engine.library import Library
    from wizard.runner.ports import Clock

NO_SCREEN = ("", "dumb", "unknown")
"""Values of TERM that promise no screen."""


def run(options: argparse.Namespace) -> Exit:
    """Open the app on what is kept. Raises UsageError where no app can be shown."""
    refuse_without_screen()
    return open_app(_library, options, session=options.session or "")


def open_app(
    library: "Callable[[], Library]", options: argparse.Namespace, *, session: str = "", practice: bool = False
) -> Exit:
    """Show the app until it is left; returns what it ended with. `library` is called after the first paint."""
    from screens.app import WizardApp

    encoding = (sys.stdout.encoding or "").lower()
    ascii = options.ascii or os.environ.get("TERM") == "linux" or "utf" not in encoding
    app = WizardApp(library, session=session, practice=practice, ascii=ascii, theme=options.theme or "")
    app.run()
    from wizard.cli.output import tell

    if app.practises_next:
        from wizard.cli.demo import practise_in_the_app

        return practise_in_the_app(options)
    for line in app.words:
        tell(line)
    if app.failure is not None:
        raise app.failure
    return Exit(app.return_code or 0)


def has_screen() -> bool:
    """True where the app can be shown."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in NO_SCREEN


def refuse_without_screen() -> None:
    """Raises UsageError that names the way without an app."""
    if has_screen():
        return
    term = os.environ.get("TERM", "")
    why = f"TERM={term} cannot show the app." if sys.stdout.isatty() else "There is no terminal to show the app on."
    raise UsageError(why, hint=f"`{PROGRAM} apply` does the same line by line; --help lists all commands.")


def app_clock() -> "Clock":
    """The clock of an app: its waits end when the person says so."""
    from screens.waiting import AppClock

    return AppClock()


def _library() -> "Library":
    from wizard.cli.opening import open_library

    return open_library(clock=app_clock())
