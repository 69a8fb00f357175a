"""Facts about the connections that single local nodes keep: `_remote/info`, which opens none by itself."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from wizard.doctor.ask import Part, ask
from wizard.doctor.facts.resolve import resolved
from wizard.doctor.look import Look, Unseen, fact

NO_ROLE = "does not have the [remote_cluster_client] role"


@dataclass(frozen=True, slots=True)
class Connected:
    """One alias as one node sees it. `has_key`: this node uses the API-key model for it."""

    connected: bool
    mode: str
    addresses: tuple[str, ...]
    skip_unavailable: bool
    has_key: bool


@dataclass(frozen=True, slots=True)
class NodeLinks:
    """What one node says: its connections by alias; None where it lacks the role to have any."""

    aliases: Mapping[str, Connected] | None


@fact("links")
def links(look: Look, address: str) -> NodeLinks:
    """The connections of the node at an address, as they are."""
    return _read(look, address)


@fact("links_provoked")
def links_provoked(look: Look, address: str) -> NodeLinks:
    """The same after `_resolve/cluster` made the node try to connect; this call itself opens nothing."""
    # What may make it fail is another check's matter; what stands there now is still worth reading.
    with suppress(Unseen):
        look.get(resolved, address)
    return _read(look, address)


def _read(look: Look, address: str) -> NodeLinks:
    said = ask(look, "local", "/_remote/info", at=address, any_status=True)
    if said.status == 200:
        return NodeLinks({alias: _connected(part) for alias, part in said.body.members()})
    if said.status == 400 and NO_ROLE in str(said.body.value):
        return NodeLinks(None)
    raise Unseen(f"{said.source} answered {said.status}")


def _connected(part: Part) -> Connected:
    address, seeds = part.find("proxy_address"), part.find("seeds")
    return Connected(
        connected=part.at("connected").flag(),
        mode=part.at("mode").text(),
        addresses=(address.text(),) if address else seeds.texts() if seeds else (),
        skip_unavailable=part.at("skip_unavailable").flag(),
        has_key=part.find("cluster_credentials") is not None,
    )
