"""The claims of all checks by code, for whoever prints a plan."""

from collections.abc import Mapping

from wizard.doctor.page import titles


def claims() -> Mapping[str, str]:
    """From the titles of the pages: the checks' rows say the same, but bring every judge with them."""
    return titles()
