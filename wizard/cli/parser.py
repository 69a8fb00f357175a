"""The command line as argparse knows it. Imports nothing else of the product, so that --help is quick."""

import argparse
from collections.abc import Callable, Collection

from wizard.version import PROGRAM, VERSION

Options = argparse.ArgumentParser


def make_parser(argv: Collection[str]) -> Options:
    """The command line; `command` names the subcommand, `action` what it does where it does several things.

    A subcommand that `argv` does not name cannot be called by it, so its own arguments are left out: making them takes
    longer than parsing.
    """
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Connects Elasticsearch clusters as remote clusters: asks, plans, applies one proved step at a "
        "time, and takes it all back.",
        epilog="Exit codes: 0 all good, 1 a check or step failed or waits for a person, 2 answers, session or keyring "
        "missing or wrong, 3 a cluster could not be reached, 70 a bug, 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSION}")
    _app(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", help="without one, the app opens:")
    for name, help_text, arguments in COMMANDS:
        command = commands.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
        if name not in argv:
            continue
        arguments(command)
    return parser


def _app(parser: Options) -> None:
    parser.add_argument("--session", metavar="ID", help="open the app on this session: its id or alias")
    parser.add_argument("--answers", metavar="FILE", help="open the app with these answers, as YAML or JSON")
    parser.add_argument("--ascii", action="store_true", help="draw the app with ASCII characters alone")
    parser.add_argument("--theme", metavar="NAME", help="colours of the app, such as rcw-dark or rcw-light")
    parser.add_argument(
        "--present", action="store_true", help="open the app for a shared screen: explained, and without other names"
    )
    parser.set_defaults(debug_log=None, verbose=False, settings=[])


def _demo(command: Options) -> None:
    _yes(command)
    _json(command)
    command.add_argument("--fault", metavar="NAME", help="break the practice clusters so; any other name lists all")


def _lab(command: Options) -> None:
    """Nothing to set."""


def _answers(command: Options) -> None:
    command.add_argument("--answers", metavar="FILE", help="answers as YAML or JSON")
    command.add_argument(
        "--set", metavar="ID=VALUE", action="append", default=[], dest="settings", help="one answer; may be repeated"
    )


def _session(command: Options) -> None:
    command.add_argument("--session", metavar="ID", help="a session's id, or an alias that only one session has")


def _json(command: Options) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _memory(command: Options) -> None:
    command.add_argument(
        "--memory", action="store_true", help="keep secrets in memory for this run instead of the keyring"
    )


def _yes(command: Options) -> None:
    command.add_argument("--yes", action="store_true", help="do not ask before each step")


def _done(command: Options) -> None:
    command.add_argument(
        "--done", action="store_true", help="what was left to a person is done, also where it cannot be seen"
    )


def _verbose(command: Options, what: str) -> None:
    command.add_argument("-v", "--verbose", action="store_true", help=f"say more: {what}")


def _debug_log(command: Options) -> None:
    command.add_argument(
        "--debug-log", metavar="FILE", help="write each request, command and check to FILE, without secrets"
    )


def _scenarios(command: Options) -> None:
    command.add_argument("row", nargs="?", metavar="ROW", help="one row in full, such as S19")
    _json(command)


def _questions(command: Options) -> None:
    _verbose(command, "why each is asked, and where to find the answer")
    _answers(command)
    _json(command)
    command.add_argument("--schema", action="store_true", help="print the JSON Schema of the answer file")


def _plan(command: Options) -> None:
    _answers(command)
    _session(command)
    _json(command)


def _apply(command: Options) -> None:
    _verbose(command, "the checks that hold, too, and what each saw")
    _debug_log(command)
    _answers(command)
    _session(command)
    _yes(command)
    _done(command)
    _json(command)
    _memory(command)


def _undo(command: Options) -> None:
    _verbose(command, "what each step takes back, and what its checks saw")
    _debug_log(command)
    command.add_argument(
        "--session", metavar="ID", required=True, help="a session's id, or an alias that only one session has"
    )
    _yes(command)
    _done(command)
    _json(command)
    _memory(command)


def _doctor(command: Options) -> None:
    _verbose(command, "the checks that hold or were skipped, too, and what each saw")
    _debug_log(command)
    _answers(command)
    _session(command)
    _json(command)
    _memory(command)
    command.add_argument("--only", metavar="CODE", action="append", default=[], help="judge only this check")
    command.add_argument("--skip", metavar="CODE", action="append", default=[], help="leave this check out")


def _checks(command: Options) -> None:
    command.add_argument("code", nargs="?", metavar="CODE", help="one check in full, such as RC-TRUST-003")
    _json(command)


def _export(command: Options) -> None:
    command.add_argument("format", metavar="FORMAT", help="console, runbook, json, or all")
    _answers(command)
    _session(command)
    command.add_argument("-o", "--output", metavar="PATH", help="write to this file (with all: to this folder)")
    command.add_argument("--force", action="store_true", help="replace a file that is there")


def _sessions(command: Options) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="all sessions").add_argument("--json", action="store_true", help="print JSON")
    show = actions.add_parser("show", help="one session: its answers and what became of each step")
    show.add_argument("id", metavar="ID")
    _json(show)
    remove = actions.add_parser("remove", help="delete a session and its secrets; clusters stay as they are")
    remove.add_argument("id", nargs="?", metavar="ID")
    remove.add_argument("--all", action="store_true", help="all sessions")
    _yes(remove)


def _secrets(command: Options) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="which secrets are kept, and where").add_argument(
        "--json", action="store_true", help="print JSON"
    )
    forget = actions.add_parser("forget", help="delete secrets of a session from the keyring")
    forget.add_argument("id", nargs="?", metavar="ID")
    forget.add_argument("--all", action="store_true", help="of all sessions")
    _yes(forget)
    send = actions.add_parser("send", help="write a session's key to a pipe, never to a terminal")
    send.add_argument("id", metavar="ID", help="a session's id or alias")


COMMANDS: tuple[tuple[str, str, Callable[[Options], None]], ...] = (
    ("demo", "Practise the whole journey on two clusters that are made up on this machine.", _demo),
    ("lab", "Run only the practice clusters, in the foreground, until Ctrl-C.", _lab),
    ("apply", "Connect two clusters, one proved step at a time.", _apply),
    ("undo", "Take a connection back, in reverse, and put back what stood there before.", _undo),
    ("plan", "Show what would be done. Asks no cluster anything.", _plan),
    ("export", "Write the plan as Dev Tools console, runbook or JSON. Asks no cluster anything.", _export),
    ("doctor", "Judge every check of a connection and name the one root cause. Only reads.", _doctor),
    ("checks", "List the checks, or explain one.", _checks),
    ("questions", "List what has to be answered, with what is answered already.", _questions),
    ("scenarios", "Show which environments can be connected, and how.", _scenarios),
    ("sessions", "List, show or remove sessions.", _sessions),
    ("secrets", "List, forget or hand over secrets.", _secrets),
)
