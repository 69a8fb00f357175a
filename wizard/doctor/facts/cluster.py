"""Facts about a cluster as a whole: who answers at an address, its nodes, its licence."""

from dataclasses import dataclass

from wizard.doctor.ask import Part, ask, quoted
from wizard.doctor.look import Look, Unseen, fact
from wizard.scenario.model import SideName
from wizard.scenario.versions import Version

CLIENT_ROLE = "remote_cluster_client"
_MASTER_ONLY = frozenset({"master", "voting_only"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who answers at an address: node, cluster, and the id that no other cluster has."""

    node: str
    cluster: str
    uuid: str
    version: str


@dataclass(frozen=True, slots=True)
class Server:
    """The remote cluster server of one node: `host:port` texts."""

    bound: tuple[str, ...]
    published: str


@dataclass(frozen=True, slots=True)
class ClusterNode:
    """One node as its cluster sees it; `server` is None where the remote cluster server is off."""

    name: str
    version: str
    roles: frozenset[str]
    server: Server | None = None

    @property
    def coordinates(self) -> bool:
        """True unless it only elects masters: such nodes are not asked to search."""
        return not (self.roles and self.roles <= _MASTER_ONLY)


@dataclass(frozen=True, slots=True)
class Licence:
    """Type and status as `GET /_license` names them."""

    type: str
    status: str


@fact("identity")
def identity(look: Look, side: SideName, address: str) -> Identity:
    """Who answers at an address; an empty address is the side's own."""
    body = ask(look, side, "/", at=address).body
    return Identity(
        node=body.at("name").text(),
        cluster=body.at("cluster_name").text(),
        uuid=body.at("cluster_uuid").text(),
        version=body.at("version").at("number").text(),
    )


@fact("nodes")
def nodes(look: Look, side: SideName) -> tuple[ClusterNode, ...]:
    """The nodes of a cluster, by name."""
    found = ask(look, side, "/_nodes/http,remote_cluster_server").body.at("nodes")
    return tuple(sorted((_node(part) for _, part in found.members()), key=lambda node: node.name))


@fact("licence")
def licence(look: Look, side: SideName) -> Licence:
    """The licence of a cluster; straight after a start there may be none (404), which is an error of the answer."""
    found = ask(look, side, "/_license").body.at("license")
    return Licence(found.at("type").text(), found.at("status").text())


def read_version(text: str) -> Version:
    """The version that a cluster named. Raises Unseen where it cannot be read."""
    try:
        return Version.parse(text)
    except ValueError as error:
        raise Unseen(f"the version {quoted(text)} cannot be read") from error


def _node(part: Part) -> ClusterNode:
    server = part.find("remote_cluster_server")
    return ClusterNode(
        name=part.at("name").text(),
        version=part.at("version").text(),
        roles=frozenset(part.at("roles").texts()),
        server=Server(server.at("bound_address").texts(), server.at("publish_address").text()) if server else None,
    )
