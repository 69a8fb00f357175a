"""Local: register the connection under its alias."""

from wizard.plan.actions import Request
from wizard.plan.platforms.base import DOCS, Steps
from wizard.plan.settings_of_alias import prefix_of, settings_of_alias
from wizard.plan.step import Step
from wizard.scenario.model import Scenario


def connect(scenario: Scenario) -> Steps:
    """The settings of the alias, by which local nodes open the connection."""
    alias, interface = scenario.alias, scenario.interface
    prefix = prefix_of(alias)
    settings = {f"{prefix}.{name}": value for name, value in settings_of_alias(scenario).items()}
    stored = f"/_cluster/settings?filter_path=persistent.{prefix}"
    reached = (
        f"through the one address {interface.addresses[0]}"
        if scenario.mode == "proxy"
        else f"starting from {', '.join(interface.addresses)}, then at the addresses that the remote nodes publish"
    )
    return (
        Step(
            id=f"connect-{scenario.mode}",
            title=f"Register the connection as {alias}",
            short="Connect",
            why=f"The local cluster reaches the remote one {reached}; searches name it {alias}:index.",
            side="local",
            who="a user of the local cluster with the cluster privilege manage",
            actions=(
                Request(
                    "put_cluster_settings",
                    "local",
                    "PUT",
                    "/_cluster/settings",
                    body={"persistent": settings},
                    keeps=stored,
                ),
            ),
            proof=("RC-REG-002", "RC-REG-004", "RC-REG-003"),
            undo=(
                Request(
                    "put_cluster_settings",
                    "local",
                    "PUT",
                    "/_cluster/settings",
                    body={"persistent": {f"{prefix}.*": None}},
                ),
                Request(
                    "put_cluster_settings",
                    "local",
                    "PUT",
                    "/_cluster/settings",
                    keeps=stored,
                    when_kept="present",
                ),
            ),
            changes=(
                f"Every local node opens connections to the remote cluster under the alias {alias}.",
                "When the remote cluster is away, searches that name it "
                + ("go on without it." if scenario.skip_unavailable else "fail."),
            ),
            if_stopped="Settings that were stored stay; local nodes go on trying to connect.",
            docs=DOCS,
            waits_s=60.0,
        ),
    )
