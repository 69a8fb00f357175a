"""The settings that register a remote cluster under its alias: the plan writes them, the checks compare with them."""

from collections.abc import Mapping

from wizard.plan.actions import Json
from wizard.scenario.model import Scenario

DECIDING = ("mode", "proxy_address", "server_name", "seeds", "skip_unavailable")
"""Those that decide the connection, by their names below the alias."""


def prefix_of(alias: str) -> str:
    """The key below which the settings of an alias stand."""
    return f"cluster.remote.{alias}"


def settings_of_alias(scenario: Scenario) -> Mapping[str, Json]:
    """Value by name below the alias; what is not among them should not be there."""
    interface = scenario.interface
    settings: dict[str, Json] = {"mode": scenario.mode}
    if scenario.mode == "proxy":
        settings["proxy_address"] = interface.addresses[0]
        if interface.server_name:
            settings["server_name"] = interface.server_name
    else:
        settings["seeds"] = list(interface.addresses)
    settings["skip_unavailable"] = scenario.skip_unavailable
    return settings
