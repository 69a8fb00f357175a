"""Node addresses: where each node of a cluster answers by itself, as the cluster says and this machine can confirm."""

from wizard.doctor.ask import ask
from wizard.doctor.facts.cluster import identity
from wizard.doctor.look import Look, Unseen
from wizard.errors import WizardError
from wizard.scenario.model import SideName


def node_addresses(look: Look, side: SideName) -> tuple[str, ...]:
    """REST addresses of all nodes of a side; empty unless each of them answers from here as part of that cluster.

    Taken half, or as published inside a network of its own, they would only make checks fail later.
    """
    scheme = "http" if look.scenario.side(side).url.startswith("http://") else "https"
    try:
        own = look.get(identity, side, "")
        found = ask(look, side, "/_nodes/http").body.at("nodes")
        addresses = []
        for _, node in found.members():
            published = node.at("http").at("publish_address").text()
            address = f"{scheme}://{_host_and_port(published)}"
            if look.get(identity, side, address).uuid != own.uuid:
                return ()
            addresses.append(address)
    except (Unseen, WizardError):
        return ()
    return tuple(sorted(addresses))


def _host_and_port(published: str) -> str:
    """A node with a host name of its own publishes `name/address:port`."""
    name, slash, address = published.partition("/")
    return f"{name}:{address.rpartition(':')[2]}" if slash else published
