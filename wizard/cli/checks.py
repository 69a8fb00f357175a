"""`checks`: the list of checks, or the page of one."""

import argparse

from wizard.cli.exits import Exit
from wizard.cli.output import put, put_json
from wizard.doctor.checks import CHECKS
from wizard.doctor.page import page
from wizard.errors import UsageError
from wizard.version import PROGRAM


def run(options: argparse.Namespace) -> Exit:
    """Print the claims by code, or one page."""
    checks = CHECKS
    if options.code:
        checks = tuple(check for check in CHECKS if check.code == options.code.upper())
        if not checks:
            raise UsageError(f"{options.code} is not the code of a check.", hint=f"`{PROGRAM} checks` lists them.")
    if options.json:
        put_json([{"code": each.code, "topic": each.topic, "side": each.side, "claim": each.claim} for each in checks])
    elif options.code:
        put(page(checks[0].code).rstrip("\n"))
    else:
        for each in checks:
            put(f"{each.code:<15} {each.side:<7} {each.claim}")
    return Exit.OK
