"""The names of this case that the table of causes fills in."""

from collections.abc import Mapping

from wizard.doctor.look import Look
from wizard.doctor.names import called
from wizard.doctor.wording import listed


def names_of(look: Look) -> Mapping[str, str]:
    """`local`, `remote`, `alias`, `user`, `address` for `causes.explain`."""
    scenario = look.scenario
    return {
        "local": called(look, "local"),
        "remote": called(look, "remote"),
        "alias": scenario.alias,
        "user": scenario.access.user or "the user",
        "address": listed(scenario.interface.addresses),
    }
