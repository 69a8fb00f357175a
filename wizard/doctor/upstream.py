"""Upstream: the checks that come before others, so that a failure can be followed to its cause."""

from collections.abc import Collection, Sequence

from wizard.doctor.check import Check
from wizard.doctor.checks import CHECKS
from wizard.doctor.closure import closure


def with_upstream(codes: Collection[str], checks: Sequence[Check] = CHECKS) -> tuple[str, ...]:
    """These codes and all that come before them, through others, too; in declared order."""
    upstream = {check.code: check.upstream for check in checks}
    found = closure(codes, lambda code: upstream.get(code, ()))
    return tuple(check.code for check in checks if check.code in found)
