"""The port probe, against loopback ports that behave as Elasticsearch's and others do."""

import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.real.pki import Authority, Leaf
from tests.replay import Behave, closes, dribbles, listener, recorded, replay, says, server_context, silent
from wizard.clients.probe import probe
from wizard.clients.transport_handshake import NEW, OLD, request

HTTP_400 = b"HTTP/1.0 400 Bad Request\r\nX-elastic-product: Elasticsearch\r\n\r\n"
OLD_ANSWER = bytes.fromhex("4553000000170000000000000007090 06d6833000000020000 88cf9b04".replace(" ", ""))
NEW_ANSWER = bytes.fromhex(
    "45530000001f000000000000000709008647000000000200008 8cf9b0407382e31392e3231".replace(" ", "")
)


@dataclass(frozen=True)
class Pki:
    authority: Authority
    leaf: Leaf
    folder: Path

    @property
    def pem(self) -> str:
        return self.authority.pem.decode()

    def tls(self, leaf: Leaf | None = None, *, ask_client: bool = False) -> ssl.SSLContext:
        return server_context(leaf or self.leaf, self.folder, ca=self.authority.pem, ask_client=ask_client)


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    authority = Authority.create("Interface CA")
    return Pki(authority, authority.issue("rcs"), tmp_path_factory.mktemp("pki"))


def transport(connection: socket.socket) -> None:
    """Speaks the node-to-node protocol as far as the handshake goes (recorded from 8.19.21)."""
    asked = connection.recv(4096)
    if asked.startswith(b"GET "):
        connection.sendall(b"This is not an HTTP port")
    elif asked == request(OLD):
        connection.sendall(bytes.fromhex("4553ffffffff") + OLD_ANSWER)
    elif asked == request(NEW):
        for at in range(len(NEW_ANSWER)):
            connection.sendall(NEW_ANSWER[at : at + 1])


def older_transport(connection: socket.socket) -> None:
    """A node before 8.18: its answer to the old handshake, nothing for the new one."""
    if connection.recv(4096) == request(OLD):
        connection.sendall(OLD_ANSWER[:-4] + bytes.fromhex("e18c8f04"))


def rest_port(connection: socket.socket) -> None:
    """Silent to the old handshake, as an HTTPS port is; answers HTTP."""
    asked = connection.recv(4096)
    if asked.startswith(b"GET "):
        connection.sendall(HTTP_400)
    else:
        silent(connection)


def test_remote_cluster_interface(pki: Pki) -> None:
    with listener(transport, tls=pki.tls()) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem)
    assert (seen.tcp, seen.tls, seen.interface) == ("open", "verified", "remote-cluster")
    assert (seen.transport_version, seen.release) == (8841096, "8.19.21")
    assert seen.addresses == (seen.address,) == ("127.0.0.1",)
    assert seen.certificate is not None
    assert seen.certificate.subject == "CN=rcs"
    assert seen.certificate.issuer == "CN=Interface CA"
    assert seen.certificate.names == ("localhost", "127.0.0.1")
    assert seen.certificate.not_after.endswith("Z")
    assert not seen.certificate.is_public
    assert 0 < seen.took_s < 2


def test_older_node_tells_its_transport_version_only(pki: Pki) -> None:
    with listener(older_transport, tls=pki.tls()) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem)
    assert (seen.interface, seen.transport_version, seen.release) == ("remote-cluster", 8636001, "")


def test_transport_port_wants_a_client_certificate(pki: Pki) -> None:
    with listener(transport, tls=pki.tls(ask_client=True)) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem)
    assert (seen.tls, seen.interface, seen.client_certificate) == ("verified", "transport", True)


def test_transport_port_of_tls_1_2(pki: Pki) -> None:
    context = pki.tls(ask_client=True)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with listener(transport, tls=context) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem)
    # OpenSSL's server says "handshake failure" here, which has other causes as well; a node says "bad certificate".
    assert (seen.tcp, seen.tls, seen.interface) == ("open", "reset", "")


def test_transport_port_without_tls() -> None:
    with listener(transport) as port:
        seen = probe("127.0.0.1", port)
    assert (seen.tls, seen.interface, seen.release) == ("not-tls", "transport", "8.19.21")


def test_rest_port(pki: Pki) -> None:
    with listener(rest_port, tls=pki.tls()) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem, quiet_s=0.2)
    assert (seen.tls, seen.interface) == ("verified", "http")


def test_rest_port_without_tls() -> None:
    with replay(recorded("ok.root.remote")) as running:
        seen = probe("127.0.0.1", running.port)
    assert (seen.tcp, seen.tls, seen.interface) == ("open", "not-tls", "http")


@pytest.mark.parametrize(
    ("host", "server_name", "names", "addresses", "verdict"),
    [
        ("127.0.0.1", "", ("es.example",), (), "wrong-name"),
        ("127.0.0.1", "es.example", ("es.example",), (), "verified"),
        ("127.0.0.1", "a.es.example", ("*.es.example",), (), "verified"),
        ("127.0.0.1", "a.b.es.example", ("*.es.example",), (), "wrong-name"),
        ("127.0.0.1", "not-in-it.example", (), ("127.0.0.1",), "verified"),
        ("localhost", "", ("localhost",), (), "verified"),
        ("127.0.0.1", "", (), (), "wrong-name"),
        ("localhost", "rcs-cn", (), (), "verified"),
    ],
)
def test_names_are_judged_as_the_jvm_does(
    pki: Pki, host: str, server_name: str, names: tuple[str, ...], addresses: tuple[str, ...], verdict: str
) -> None:
    leaf = pki.authority.issue("rcs-cn", names=names, addresses=addresses)
    with listener(transport, tls=pki.tls(leaf)) as port:
        seen = probe(host, port, server_name=server_name, ca_pem=pki.pem)
    assert (seen.tls, seen.interface) == (verdict, "remote-cluster")


def test_untrusted_and_expired(pki: Pki) -> None:
    with listener(transport, tls=pki.tls()) as port:
        assert probe("127.0.0.1", port).tls == "untrusted"
        assert probe("127.0.0.1", port, ca_pem=Authority.create("Interface CA").pem.decode()).tls == "untrusted"
        assert probe("127.0.0.1", port, ca_pem="no PEM").tls == "untrusted"
    with listener(transport, tls=pki.tls(pki.authority.issue_expired("old"))) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem)
    assert (seen.tls, seen.interface) == ("expired", "remote-cluster")


def test_the_leaf_itself_serves_as_trust(pki: Pki) -> None:
    with listener(transport, tls=pki.tls()) as port:
        assert probe("127.0.0.1", port, ca_pem=pki.leaf.certificate_pem.decode()).tls == "verified"


@pytest.mark.parametrize(
    ("behave", "tls", "interface"),
    [(closes, "reset", ""), (says(b"SSH-2.0-x\r\n"), "not-tls", "unknown"), (silent, "reset", "")],
)
def test_other_ports(behave: Behave, tls: str, interface: str) -> None:
    with listener(behave) as port:
        seen = probe("127.0.0.1", port, timeout_s=0.3)
    assert (seen.tcp, seen.tls, seen.interface) == ("open", tls, interface)


def test_a_dribbling_server_is_left_in_time(pki: Pki) -> None:
    def slow(connection: socket.socket) -> None:
        asked = connection.recv(4096)
        with_pauses = b"" if asked.startswith(b"GET ") else b"ES" + b"\0\0\1\0"
        connection.sendall(with_pauses)
        dribbles(connection)

    began = time.monotonic()
    with listener(slow, tls=pki.tls()) as port:
        seen = probe("127.0.0.1", port, ca_pem=pki.pem, timeout_s=0.7, quiet_s=0.2)
    assert seen.tls == "verified"
    assert time.monotonic() - began < 1.5


def test_refused_and_without_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert probe("127.0.0.1", port).tcp == "refused"
    seen = probe("no-such-host.invalid", 9443)
    assert (seen.addresses, seen.tcp) == ((), "")
    assert probe("127.0.0.1", 70000).tcp == "unreachable"
