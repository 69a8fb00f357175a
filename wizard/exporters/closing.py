"""The requests that prove the whole connection from the local cluster, for a person to send."""

from dataclasses import dataclass

from wizard.exporters.quoting import one_line, url_part
from wizard.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Closing:
    """A request and the words for the answer that is wanted."""

    method: str
    path: str
    wanted: str


def closing_requests(scenario: Scenario) -> tuple[Closing, ...]:
    """Ask for a connection first (`_remote/info` never opens one), then look at it, then search."""
    alias = one_line(scenario.alias)
    requests = [
        Closing("GET", f"_resolve/cluster/{url_part(scenario.alias)}:*", f"{alias}: connected true and no error."),
        Closing("GET", "_remote/info", f"{alias}: connected true{_credentials(scenario)}."),
    ]
    if scenario.access.search_index:
        who = f" Sent as {one_line(scenario.access.user)}." if scenario.access.user else ""
        requests.append(
            Closing(
                "GET",
                f"{url_part(scenario.search_target)}/_search?size=0",
                f"_clusters.skipped is 0 and _clusters.details.{alias}.status is successful;"
                f" with skip_unavailable a failed remote still answers 200.{who}",
            )
        )
    return tuple(requests)


def _credentials(scenario: Scenario) -> str:
    return ", with cluster_credentials" if scenario.security == "api-key" else ", without cluster_credentials"
