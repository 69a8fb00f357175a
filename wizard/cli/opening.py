"""Opening what a command works on: the library, the session, and the secrets it needs."""

import argparse
import os
import sys

from wizard.cli.given import given_answers, refuse_odd
from wizard.cli.output import tell
from wizard.cli.redaction import REDACTOR
from wizard.engine.clock import SystemClock
from wizard.engine.library import Library
from wizard.engine.seams import production
from wizard.engine.session import OpenSession
from wizard.errors import AnswerProblem, AnswersError, UsageError, VaultError
from wizard.runner.ports import Clock
from wizard.scenario.model import secret_ref
from wizard.scenario.questions.asking import asked, problems

LOGIN_CHECKS = {
    "local.secret": ("RC-LOCAL-001", "RC-LOCAL-002"),
    "remote.secret": ("RC-REMOTE-001", "RC-REMOTE-002"),
}
"""The checks that judge a typed secret before it is kept."""
TRIES = 3


def on_terminal() -> bool:
    """True when a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def open_library(*, memory: bool = False, clock: Clock | None = None, in_app: bool = False) -> Library:
    """The library over the person's keyring, or over memory for this run. `in_app`: its hints name keys, not flags."""
    seams = production(os.environ, clock or SystemClock(), memory=memory, redactor=REDACTOR, in_app=in_app)
    return Library(seams)


def _tried(library: Library) -> Library:
    """A library whose vault was tried, since secrets will be made; offers memory where there is a person to ask.

    Raises VaultError.
    """
    try:
        library.probe_vault()
    except VaultError as error:
        if not on_terminal():
            raise
        from screens.plain.prompts import confirm

        tell(error.headline)
        tell(f"  {error.hint}")
        if not confirm("Keep secrets in memory for this run? They are gone when it ends.", default=False):
            raise
        return library.over_memory()
    return library


def open_session(library: Library, options: argparse.Namespace, *, record: bool) -> OpenSession:
    """The session of --session, or of the answers given; `record`: it is written, by nobody else meanwhile.

    Raises AnswersError with all that is missing or wrong, and SessionError.
    """
    refuse_odd(options)
    # Answers first: whoever has to mend both them and a keyring does the near thing first.
    if options.session:
        begun = library.load(options.session)
        if record:
            library.refuse_if_open(begun.id)
        library = _tried(library) if record else library
        session, new = library.open(options.session, hold=record), False
    else:
        given = given_answers(options)
        answers = given.usable("run", asks=on_terminal())
        files = {secret_ref(key).name: path for key, path in given.secret_files.items()}
        library = _tried(library) if record else library
        before = {each.id for each in library.sessions()}
        session = library.begin(answers, files) if record else library.without_record(answers, files)
        new = record and session.record.id not in before
    try:
        require_secrets(session)
    except BaseException:
        session.close()
        if new:
            library.remove(session.record.id)
        raise
    return session


def require_secrets(session: OpenSession, *, optional: bool = True) -> None:
    """Every secret that the answers call for is there, or is typed now; a login is kept once a cluster accepts it.

    `optional`: those that may be left out are offered, too.
    """
    missing = [
        problem
        for problem in problems(session.answers, lambda key: session.values.has(secret_ref(key)), "run")
        if problem.missing
    ]
    if missing and not on_terminal():
        raise AnswersError(missing)
    for problem in missing:
        _ask_and_judge(session, problem)
    if optional and on_terminal():
        _offer_optional(session)


def _offer_optional(session: OpenSession) -> None:
    """Secrets that may be left out are asked for once; that one was left out is remembered, too."""
    from screens.plain.prompts import ask_secret

    for row in asked(session.answers):
        if row.secret and row.optional and not row.detail and row.id not in session.answers:
            value = ask_secret(row.id, f"{row.text} {row.why}", optional=True, answers=session.answers)
            if value:
                session.values.keep(secret_ref(row.id), value)
            session.answer({row.id: bool(value) or ""}, "kept")


def _ask_and_judge(session: OpenSession, problem: AnswerProblem) -> None:
    from screens.plain.prompts import ask_secret

    ref = secret_ref(problem.id)
    for _ in range(TRIES):
        session.values.try_secret(ref, ask_secret(problem.id, problem.text, answers=session.answers))
        verdict = next(
            (finding.verdict for finding in session.examine(LOGIN_CHECKS[problem.id]) if finding.code.endswith("-002")),
            None,
        )
        if verdict is None or verdict.status == "skip":
            return  # Nobody could judge it: it serves this run and is not kept.
        if verdict.status == "ok":
            session.values.keep(ref, session.values.value_of(ref))
            return
        tell(verdict.headline)
    raise UsageError(f"{problem.id} was not accepted {TRIES} times.", hint="Find the right one, then start again.")
