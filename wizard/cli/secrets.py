"""`secrets`: which are kept and where; forgetting them; handing the key over through a pipe."""

import argparse
import sys

from wizard.cli.exits import Exit
from wizard.cli.opening import open_library
from wizard.cli.output import put, put_json, tell
from wizard.cli.sessions import confirmed
from wizard.engine.kept import Session
from wizard.engine.library import Library
from wizard.errors import UsageError
from wizard.version import PROGRAM


def run(options: argparse.Namespace) -> Exit:
    """List, forget or send."""
    library = open_library()
    match options.action:
        case "forget":
            return _forget(library, options)
        case "send":
            return _send(library, options.id)
        case _:
            return _list(library, as_json=getattr(options, "json", False))


def _list(library: Library, *, as_json: bool) -> Exit:
    kept = library.secrets()
    if as_json:
        put_json(
            [{"session": each.session, "alias": each.alias, "name": each.name, "kept_in": each.source} for each in kept]
        )
        return Exit.OK
    if not kept:
        put("No secrets are kept.")
    for each in kept:
        put(f"{each.session}  {each.alias:<20} {each.name:<24} {each.source or each.trouble or 'not there any more'}")
    return Exit.OK


def _forget(library: Library, options: argparse.Namespace) -> Exit:
    if bool(options.id) == options.all:
        raise UsageError("Whose secrets?", hint="Name a session, or give --all.")
    if options.all:
        sessions = [session for session in library.sessions() if isinstance(session, Session) and session.secrets]
    else:
        sessions = [library.load(options.id)]
    names = [f"{name} of {session.name}" for session in sessions for name in session.secrets]
    if not names:
        tell("No secrets are kept there.")
        return Exit.OK
    tell(f"This forgets {', '.join(names)}. Connections go on working; a later run asks for passwords again.")
    if not options.yes and not confirmed("Forget?"):
        tell("Nothing was forgotten.")
        return Exit.NOT_OK
    code = Exit.OK
    for session in sessions:
        if left := library.forget(session.id):
            tell(f"The keyring did not let go of {', '.join(left)} of {session.name}.")
            code = Exit.NOT_OK
    return code


def _send(library: Library, session: str) -> Exit:
    if sys.stdout.isatty():
        raise UsageError(
            "A key is not shown on a terminal.",
            hint=f"Pipe it to the node: {PROGRAM} secrets send {session} | ssh NODE "
            "bin/elasticsearch-keystore add --stdin --force cluster.remote.ALIAS.credentials",
        )
    sys.stdout.write(library.key_of(session) + "\n")
    return Exit.OK
