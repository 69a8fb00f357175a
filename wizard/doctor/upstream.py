"""Upstream: the checks that come before others, so that a failure can be followed to its cause."""

from collections.abc import Collection, Sequence

from wizard.doctor.check import Check
from wizard.doctor.checks import CHECKS


def with_upstream(codes: Collection[str], checks: Sequence[Check] = CHECKS) -> tuple[str, ...]:
    """These codes and all that come before them, through others, too; in declared order."""
    by_code = {check.code: check for check in checks}
    found: set[str] = set()
    ahead = list(codes)
    while ahead:
        code = ahead.pop()
        if code not in found:
            found.add(code)
            ahead.extend(by_code[code].upstream if code in by_code else ())
    return tuple(check.code for check in checks if check.code in found)
