"""The claims of all checks by code, for whoever prints a plan."""

from collections.abc import Mapping

from wizard.doctor.checks import CHECKS

CLAIMS: Mapping[str, str] = {check.code: check.claim for check in CHECKS}
