"""A running practice cluster: its folders, certificates and ports."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from wizard.lab import keystore
from wizard.lab.certificates import Authority
from wizard.lab.dialling import dial
from wizard.lab.handle import Handler
from wizard.lab.interface import interface_listener, transport_listener
from wizard.lab.listener import Listener
from wizard.lab.server import rest_listener
from wizard.lab.state import Cluster, Node, User

TRUSTED = "remote-cluster-ca.crt"
CLIENT_CAS = "xpack.security.remote_cluster_client.ssl.certificate_authorities"


@dataclass(slots=True)
class RunningCluster:
    """A cluster with its ports open; `interface` is None where its remote cluster server is off."""

    state: Cluster
    folder: Path
    http_ca: Path
    interface_ca: Path
    interface_authority: Authority = field(repr=False)
    rest: list[Listener] = field(default_factory=list)
    transport: list[Listener] = field(default_factory=list)
    interface: Listener | None = None

    @property
    def urls(self) -> tuple[str, ...]:
        """The REST address of each node."""
        return tuple(f"https://127.0.0.1:{listener.port}" for listener in self.rest)

    @property
    def interface_address(self) -> str:
        """`host:port` of the remote cluster server; empty where it is off."""
        return f"127.0.0.1:{self.interface.port}" if self.interface else ""

    @property
    def listeners(self) -> list[Listener]:
        """All ports."""
        return [*self.rest, *self.transport, *([self.interface] if self.interface else [])]

    def command_of(self, node: str) -> Path:
        """The keystore command of a node."""
        [found] = [each for each in self.state.nodes if each.name == node]
        return keystore.command_of(found)

    def make_command_of_all(self) -> Path:
        """Write a keystore command that works on every node at once: for whoever counts them as one machine."""
        command = self.folder / keystore.COMMAND
        if not command.exists():
            keystore.write_command(command, self.state.nodes)
        return command

    def trust(self, ca: Path) -> None:
        """Every node trusts a CA for connections to remote clusters, from a file of its own."""
        for node in self.state.nodes:
            (node.config / TRUSTED).write_bytes(ca.read_bytes())
            node.trusts = (TRUSTED,)
            _write_settings(self.state, node)

    def freeze(self) -> None:
        """Every port falls silent; connections to it are still taken."""
        for listener in self.listeners:
            listener.freeze()

    def thaw(self) -> None:
        """Every port talks again."""
        for listener in self.listeners:
            listener.thaw()

    def stop(self) -> None:
        """Close every port."""
        for listener in self.listeners:
            listener.stop()


def start_cluster(
    name: str, version: str, folder: Path, password: str, *, nodes: int = 1, interface: bool = False
) -> RunningCluster:
    """Lay out a cluster below `folder/NAME` and open its ports. `password` is that of `elastic`, a superuser."""
    base = folder / name
    base.mkdir()
    http, transport, remote = (Authority.make(f"{name} {what} CA") for what in ("http", "transport", "interface"))
    state = Cluster(
        name, version, [Node(f"{name}-{number}", base / f"{name}-{number}") for number in range(1, nodes + 1)]
    )
    state.users = {"elastic": User(password, ["superuser"], reserved=True)}
    running = RunningCluster(
        state, base, http.write(base / "http-ca.crt"), remote.write(base / "interface-ca.crt"), remote
    )
    for node in state.nodes:
        certs = node.config / "certs"
        certs.mkdir(parents=True)
        http.issue(node.name, certs / "http.crt")
        transport.issue(node.name, certs / "transport.crt")
        ca = transport.write(certs / "transport-ca.crt")
        keystore.lay_out(node)
        rest = rest_listener(Handler(state, node, dial), certs / "http.crt")
        internal = transport_listener(state, certs / "transport.crt", ca)
        running.rest.append(rest)
        running.transport.append(internal)
        node.http_port, node.transport_port = rest.port, internal.port
    if interface:
        node = state.nodes[0]
        certificate = node.config / "certs" / "remote-cluster.crt"
        remote.issue(node.name, certificate)
        running.interface = interface_listener(state, certificate)
        node.interface_port = running.interface.port
    for node in state.nodes:
        _write_settings(state, node)
    for listener in running.listeners:
        listener.start()
    return running


def _write_settings(state: Cluster, node: Node) -> None:
    """The file of a node as a person finds it there; the node itself does not read it again."""
    settings: dict[str, object] = {
        "cluster.name": state.name,
        "node.name": node.name,
        "http.port": node.http_port,
        "transport.port": node.transport_port,
    }
    if node.interface_port:
        settings |= {
            "remote_cluster_server.enabled": True,
            "remote_cluster.port": node.interface_port,
            "xpack.security.remote_cluster_server.ssl.certificate": "certs/remote-cluster.crt",
            "xpack.security.remote_cluster_server.ssl.key": "certs/remote-cluster.key",
        }
    if node.trusts:
        settings[CLIENT_CAS] = list(node.trusts)
    lines = [f"{name}: {json.dumps(value)}\n" for name, value in settings.items()]
    (node.config / "elasticsearch.yml").write_text("".join(lines), encoding="utf-8")
