"""`sessions`: what was begun, and what became of it."""

import argparse

from wizard.cli.exits import Exit
from wizard.cli.opening import on_terminal, open_library
from wizard.cli.output import put, put_json, tell, tell_error
from wizard.engine.kept import BrokenSession, Session
from wizard.engine.library import Library
from wizard.errors import SessionError, UsageError
from wizard.plan.result import STATE_WORDS, settled
from wizard.scenario.answers import Answers
from wizard.scenario.questions.asking import settle
from wizard.version import PROGRAM

CUT_OFF = "cut off"
"""A step that was begun by a run that is no more; the next one judges it by its proof."""


def run(options: argparse.Namespace) -> Exit:
    """List, show or remove."""
    library = open_library()
    match options.action:
        case "show":
            return _show(library.load(options.id), as_json=options.json)
        case "remove":
            return _remove(library, options)
        case _:
            return _list(library, as_json=getattr(options, "json", False))


def _list(library: Library, *, as_json: bool) -> Exit:
    sessions = library.sessions()
    if as_json:
        put_json([_row(session) for session in sessions])
        return Exit.OK
    if not sessions:
        put(f"No sessions. `{PROGRAM} apply` begins one.")
    for session in sessions:
        row = _row(session)
        put(f"{row['id']}  {row['alias']:<20} {row['updated_at']}  {row['state']}")
    return Exit.OK


def _row(session: Session | BrokenSession) -> dict[str, str]:
    if isinstance(session, BrokenSession):
        return {"id": session.id, "alias": "?", "updated_at": "?", "state": session.error.headline}
    states = [outcome.state for outcome in session.outcomes.values()]
    done = sum(map(settled, states))
    if "undone" in states and all(state in ("undone", "already") for state in states):
        words = "taken back"
    else:
        words = f"{done} steps done" + "".join(
            f", {count} {CUT_OFF if state == 'started' else STATE_WORDS[state]}"
            for state in ("started", "handed", "failed", "undone")
            if (count := states.count(state))
        )
    return {"id": session.id, "alias": session.name, "updated_at": session.updated_at, "state": words}


def _show(session: Session, *, as_json: bool) -> Exit:
    answers = settle(Answers(session.answers))
    if as_json:
        put_json(
            {
                **_row(session),
                "answers": {key: {"value": each.value, "source": each.source} for key, each in answers.items()},
                "outcomes": {key: {"state": each.state, "saw": each.saw} for key, each in session.outcomes.items()},
                "secrets": list(session.secrets),
            }
        )
        return Exit.OK
    put(f"Session {session.id}, alias {session.name}, begun {session.created_at}, last used {session.updated_at}")
    put("\nAnswers")
    for key, answer in answers.items():
        value = str(answer.value).lower() if isinstance(answer.value, bool) else answers.text(key)
        put(f"  {key:<30} {value}  ({answer.source})")
    put("\nSteps")
    for key, outcome in session.outcomes.items():
        put(f"  {key:<45} {STATE_WORDS[outcome.state]}  {outcome.saw}".rstrip())
    put("\nSecrets kept in the keyring: " + (", ".join(session.secrets) or "none"))
    return Exit.OK


def _remove(library: Library, options: argparse.Namespace) -> Exit:
    if bool(options.id) == options.all:
        raise UsageError("Which session?", hint="Name one, or give --all.")
    code, ids = _removable(library, options)
    if not ids:
        if code is Exit.OK:
            tell("There are no sessions.")
        return code
    tell(
        f"This deletes {len(ids)} session{'s' if len(ids) > 1 else ''} and their secrets. Clusters stay as they are; "
        "what was done can then no longer be undone by this tool."
    )
    if not options.yes and not confirmed("Delete?"):
        tell("Nothing was deleted.")
        return Exit.NOT_OK
    for session_id in ids:
        try:
            left = library.remove(session_id)
        except SessionError as error:
            if not options.all:
                raise
            tell_error(error)
            code = Exit.NOT_OK
            continue
        if left:
            tell(f"Not removed: {session_id}. The keyring did not let go of {', '.join(left)}; try again when it does.")
            code = Exit.NOT_OK
        else:
            tell(f"Removed {session_id}.")
    return code


def _removable(library: Library, options: argparse.Namespace) -> tuple[Exit, list[str]]:
    """The sessions meant that no other run has open. Raises SessionError where one was named that cannot be removed."""
    sessions = library.sessions()
    if not options.all:
        broken = any(isinstance(each, BrokenSession) and each.id == options.id for each in sessions)
        id = options.id if broken else library.load(options.id).id
        library.refuse_if_open(id)
        return Exit.OK, [id]
    code, ids = Exit.OK, []
    for each in sessions:
        try:
            library.refuse_if_open(each.id)
        except SessionError as error:
            tell_error(error)
            code = Exit.NOT_OK
        else:
            ids.append(each.id)
    return code, ids


def confirmed(text: str) -> bool:
    """Ask on a terminal; without one, the answer must be given by --yes."""
    if not on_terminal():
        raise UsageError("There is nobody to ask.", hint="Give --yes to do it without asking.")
    from screens.plain.prompts import confirm

    return confirm(text, default=False)
