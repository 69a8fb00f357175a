"""The app: opened where there is a terminal that can show it; its last words stay on the normal screen."""

import os
import sys
from typing import TYPE_CHECKING

from wizard.cli.exits import Exit
from wizard.errors import UsageError
from wizard.version import PROGRAM

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from wizard.engine.library import Library
    from wizard.runner.ports import Clock

THEMES = ("rcw-dark", "rcw-light", "ansi-dark", "ansi-light")
"""Made, or looked at, for this app; `dark` and `light` are short for the first two."""
MORE_THEMES = (
    "dark", "light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light",
    "tokyo-night",
)  # fmt: skip
"""What the library under the app brings along: not imported here, since a wrong name is told before anything is."""
PAINTS_PER_S = "120"
NO_SCREEN = ("", "dumb", "unknown")
"""Values of TERM that promise no screen."""


def run(options: "argparse.Namespace") -> Exit:
    """Open the app on what is kept. Raises UsageError where no app can be shown."""
    refuse_without_screen()
    _refuse_unknown_theme(options.theme or "")
    session = _begun(options) if options.answers else options.session or ""
    return open_app(_library, options, session=session)


def open_app(
    library: "Callable[[], Library]", options: "argparse.Namespace", *, session: str = "", practice: bool = False
) -> Exit:
    """Show the app until it is left; returns what it ended with. `library` is called after the first paint."""
    _refuse_unknown_theme(options.theme or "")
    # A key that comes just after a paint waits for the next one: up to two of these.
    os.environ.setdefault("TEXTUAL_FPS", PAINTS_PER_S)
    from screens.app import WizardApp

    encoding = (sys.stdout.encoding or "").lower()
    ascii = options.ascii or os.environ.get("TERM") == "linux" or "utf" not in encoding
    theme, present = options.theme or "", options.present
    app = WizardApp(library, session=session, practice=practice, present=present, ascii=ascii, theme=theme)
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


def _refuse_unknown_theme(name: str) -> None:
    """Raises UsageError that names the themes."""
    if name and name not in (*THEMES, *MORE_THEMES):
        raise UsageError(
            f"There is no theme called {name}.",
            hint=f"These are there: {', '.join(THEMES)}. The list of commands in the app shows more.",
        )


def _begun(options: "argparse.Namespace") -> str:
    """The id of the session of --answers; secrets are asked for in the app. Raises AnswersError and SessionError."""
    from wizard.cli.given import given_answers, refuse_odd
    from wizard.scenario.questions.asking import asked

    refuse_odd(options)
    session = _library().begin(given_answers(options).usable("plan"), {})
    for row in asked(session.answers):
        if row.secret and row.optional and not row.detail and row.id not in session.answers:
            # A secret that is said to be there, and is not, is asked for; it may still be left out.
            session.answer({row.id: True}, "given")
    session.close()
    return session.record.id


def _library() -> "Library":
    from wizard.cli.opening import open_library

    return open_library(clock=app_clock(), in_app=True)
