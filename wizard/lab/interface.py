"""Node-to-node ports: the transport port, and the remote cluster server's; both shake hands and turn HTTP away."""

import ssl
from pathlib import Path

from wizard.lab import wire
from wizard.lab.errors import Json
from wizard.lab.identity import transport_version
from wizard.lab.listener import Listener
from wizard.lab.serving import serve
from wizard.lab.state import Cluster

QUIET_S = 60.0


def interface_listener(cluster: Cluster, certificate: Path) -> Listener:
    """The remote cluster server: asks for no client certificate, and serves messages of other clusters."""
    return _listener(cluster, server_context(certificate), "remote cluster server", serves=True)


def transport_listener(cluster: Cluster, certificate: Path, ca: Path) -> Listener:
    """The transport port: only nodes with a certificate of the cluster's own CA get a word."""
    context = server_context(certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(ca)
    return _listener(cluster, context, "transport", serves=False)


def server_context(certificate: Path) -> ssl.SSLContext:
    """The certificate that a port shows; its key stands beside it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


def _listener(cluster: Cluster, context: ssl.SSLContext, kind: str, *, serves: bool) -> Listener:
    def talk(secure: ssl.SSLSocket) -> None:
        secure.settimeout(QUIET_S)
        while (prefix := _read(secure, wire.PREFIX)) and (answer := _answer(secure, prefix)):
            secure.sendall(answer)
            if answer == wire.NOT_HTTP:
                return

    def _answer(secure: ssl.SSLSocket, prefix: bytes) -> bytes | None:
        length = wire.length_of(prefix)
        if length is None:
            if not prefix.startswith(wire.HTTP_METHODS):
                return None
            # What is left unread would make the goodbye a reset, and the answer be lost.
            secure.recv(wire.LONGEST)
            return wire.NOT_HTTP
        payload = _read(secure, length)
        listener.wait_thawed()
        message: Json = wire.read_message(payload) if serves else None
        if message is not None:
            return wire.message(serve(cluster, message))
        return wire.handshake_answer(payload, transport_version(cluster.version), cluster.version)

    listener = Listener(context, talk, f"{kind} of {cluster.name}")
    return listener


def _read(secure: ssl.SSLSocket, wanted: int) -> bytes:
    got = b""
    while len(got) < wanted and (piece := secure.recv(wanted - len(got))):
        got += piece
    return got
