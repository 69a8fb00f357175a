"""The connections that nodes keep to remote clusters: opened anew, and used for one message."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from wizard.lab.asked import Dial
from wizard.lab.errors import Json, Refused
from wizard.lab.state import Cluster, Node
from wizard.lab.unreached import NotReached


@dataclass(frozen=True, slots=True)
class Alias:
    """A remote cluster as its settings describe it; `addresses` empty: it is not enabled."""

    name: str
    mode: str
    addresses: tuple[str, ...]
    server_name: str
    sockets: int

    @classmethod
    def of(cls, cluster: Cluster, name: str) -> "Alias | None":
        """The alias of that name; None where nothing is set for it."""
        own = cluster.aliases.get(name)
        if own is None:
            return None
        mode = str(own.get("mode", "sniff")).lower()
        found = own.get("proxy_address" if mode == "proxy" else "seeds") or []
        addresses = (found,) if isinstance(found, str) else tuple(found)
        sockets = int(own.get("proxy_socket_connections", 18))
        return cls(name, mode, addresses, str(own.get("server_name", "")), sockets)


def connect_again(
    cluster: Cluster, aliases: Iterable[str], dial: Dial | None, nodes: Sequence[Node] | None = None
) -> None:
    """Every node closes its connection and tries a new one, side by side, as after a change."""
    wanted = [(node, name) for name in aliases for node in nodes or cluster.nodes]
    for node, name in wanted:
        node.connected.pop(name, None)
    if dial is None or not wanted:
        return
    with ThreadPoolExecutor(len(wanted)) as pool:
        for node, name in wanted:
            pool.submit(_open, cluster, node, name, dial)


def _open(cluster: Cluster, node: Node, name: str, dial: Dial) -> None:
    alias = Alias.of(cluster, name)
    if alias and alias.addresses:
        with suppress(NotReached, Refused):
            send(cluster, node, alias, {"action": "handshake"}, dial)


def send(cluster: Cluster, node: Node, alias: Alias, message: Json, dial: Dial, within_s: float = 0) -> Json:
    """Send one message with the node's key for the alias, and return the body of the reply.

    Raises NotReached, and Refused with what the remote cluster refuses.
    """
    message = {**message, "key": node.key_of(alias.name), "alias": alias.name}
    trouble = NotReached("refused", "")
    limit = min(within_s or cluster.patience_s, cluster.patience_s)
    for address in alias.addresses:
        try:
            reply = dial(node, address, alias.server_name if alias.mode == "proxy" else "", message, limit)
        except NotReached as failed:
            trouble = failed
            continue
        if reply["status"] != 200:
            # A key that is refused closes the connection; what is refused later does not.
            node.connected[alias.name] = reply["status"] not in (400, 401)
            raise Refused(reply["status"], reply["body"])
        node.connected[alias.name] = True
        return reply["body"]
    node.connected[alias.name] = False
    raise trouble
