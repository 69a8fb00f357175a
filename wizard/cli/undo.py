"""`undo`: take a connection back, in reverse."""

import argparse
from contextlib import suppress

from wizard.cli.exits import Exit
from wizard.cli.opening import on_terminal, open_library, require_secrets
from wizard.cli.output import put_json
from wizard.cli.running import Teller, ends_as_json, exit_of, say_to
from wizard.engine.session import OpenSession
from wizard.errors import UsageError, WizardError
from wizard.exporters.text import actions_as_lines
from wizard.plan.step import Step


def run(options: argparse.Namespace) -> Exit:
    """Undo every step that changed something; one that fails does not stop the next."""
    asks = not (options.yes or options.json)
    if asks and not on_terminal():
        raise UsageError("There is nobody to ask.", hint="Give --yes to take everything back without asking.")
    library = open_library(memory=options.memory)
    session = library.open(options.session)
    try:
        if session.steps_to_undo():
            require_secrets(session, optional=False)
        return _undo(session, options, asks=asks)
    finally:
        session.close()


def _undo(session: OpenSession, options: argparse.Namespace, *, asks: bool) -> Exit:
    say = say_to(not options.json)
    steps = session.steps_to_undo()
    if not steps:
        say("Nothing to take back: this session has changed nothing, or it is undone already.")
    elif asks and not _agreed(steps):
        say("Nothing was taken back.")
        return Exit.NOT_OK
    teller = Teller(say, session.plan, options.verbose, undoing=True)
    code = _take_back(session, steps, teller, word=options.done)
    while asks and (left := session.steps_to_undo()) and _again():
        code = _take_back(session, left, teller, word=True)
    if options.json:
        put_json(
            {
                "version": 1,
                "session": session.record.id,
                "verdict": "ok" if code is Exit.OK else "fail",
                "steps": ends_as_json(teller.ends),
            }
        )
    elif steps:
        say(f"\n{_summary(session, steps, teller)}")
    return code


def _take_back(session: OpenSession, steps: tuple[Step, ...], teller: Teller, *, word: bool) -> Exit:
    code = Exit.OK
    for step in steps:
        teller.say(f"\nTaking back: {step.title} ({step.side})")
        if teller.verbose:
            for line in actions_as_lines(step.undo):
                teller.say(f"  {line}".rstrip())
        with suppress(WizardError):  # The undo itself meets the same, and says so.
            for action in session.prepare_undo(step):
                for line in action.difference:
                    teller.say(f"  becomes different: {line}")
        code = max(code, exit_of(teller.tell(session.undo(step, word=word))))
    return code


def _summary(session: OpenSession, steps: tuple[Step, ...], teller: Teller) -> str:
    """What was taken back, and what was not, by number."""
    undone = {end.step for end in teller.ends if end.state == "undone"}
    number = {step.key: str(place) for place, step in enumerate(session.plan.steps, 1)}
    taken = ", ".join(number[step.key] for step in steps if step.key in undone)
    left = ", ".join(number[step.key] for step in steps if step.key not in undone)
    if not left:
        return "The step was taken back." if len(steps) == 1 else f"All {len(steps)} steps were taken back."
    return f"{f'Taken back: steps {taken}. ' if taken else ''}Not taken back yet: steps {left}. Undo tries them again."


def _again() -> bool:
    from screens.plain.prompts import choose

    return choose("Not all is taken back yet. r I have done what was left, look again, s stop here", ("r", "s")) == "r"


def _agreed(steps: tuple[Step, ...]) -> bool:
    from screens.plain.prompts import confirm
    from wizard.cli.output import tell

    tell("This takes back, in this order:")
    for step in steps:
        tell(f"  {step.side:<7} {step.title}")
        for line in actions_as_lines(step.undo):
            tell(f"      {line}".rstrip())
    return confirm("Take all of this back?", default=False)
