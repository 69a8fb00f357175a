"""The registry of checks, in the order in which findings are reported."""

from wizard.doctor.check import Check
from wizard.doctor.checks import key, keystore, local, reach, register, remote, trust, use
from wizard.errors import UsageError
from wizard.version import PROGRAM

CHECKS: tuple[Check, ...] = (
    *trust.FILE_CHECKS,
    *local.CHECKS,
    *remote.CHECKS,
    *reach.CHECKS,
    *sorted((*trust.CHECKS, *keystore.CHECKS, *key.CHECKS), key=lambda check: check.code),
    *register.CHECKS,
    *use.CHECKS,
)

_BY_CODE = {check.code: check for check in CHECKS}


def check(code: str) -> Check:
    """The check of that code. Raises UsageError where there is none."""
    found = _BY_CODE.get(code)
    if found is None:
        raise UsageError(f"No check is called {code}.", hint=f"{PROGRAM} checks lists them all.")
    return found
