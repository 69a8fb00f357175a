"""Dialling: a node opens a connection to an address, trusts what its files say, and sends one message."""

import ipaddress
import socket
import ssl

from wizard.lab import wire
from wizard.lab.certificates import names_of, not_after
from wizard.lab.errors import Json
from wizard.lab.state import Node
from wizard.lab.unreached import NotReached, java_date

_BAD_SIGNATURE, _EXPIRED = 7, 10


def dial(node: Node, address: str, server_name: str, message: Json, within_s: float) -> Json:
    """Send one message over TLS and read the reply. Raises NotReached."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        plain = socket.create_connection((host, int(port)), timeout=within_s)
    except socket.gaierror:
        raise NotReached("unknown-host", address) from None
    except TimeoutError:
        raise NotReached("frozen", address, f"{within_s * 1000:.0f}") from None
    except OSError:
        raise NotReached("refused", address) from None
    with plain:
        return _talk(plain, node, address, host, server_name, message, within_s)


def _talk(
    plain: socket.socket, node: Node, address: str, host: str, server_name: str, message: Json, within_s: float
) -> Json:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    for file in node.trusts:
        context.load_verify_locations(node.config / file)
    name = server_name or host
    try:
        with context.wrap_socket(plain, server_hostname=None if _is_address(name) else name) as secure:
            _check_name(secure.getpeercert(binary_form=True) or b"", address, host, server_name)
            return _exchange(secure, address, message, within_s)
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(error, plain, address, within_s) from None
    except TimeoutError:
        raise NotReached("frozen", address, f"{within_s * 1000:.0f}") from None
    except OSError:
        raise NotReached("reset", address) from None


def _exchange(secure: ssl.SSLSocket, address: str, message: Json, within_s: float) -> Json:
    secure.sendall(wire.message(message))
    try:
        length = wire.length_of(_read(secure, wire.PREFIX))
        reply = wire.read_message(_read(secure, length)) if length else None
    except TimeoutError:
        raise NotReached("silent", address, f"{within_s:g}") from None
    if reply is None:
        raise NotReached("reset", address)
    return reply


def _read(secure: ssl.SSLSocket, wanted: int) -> bytes:
    got = b""
    while len(got) < wanted and (piece := secure.recv(wanted - len(got))):
        got += piece
    return got


def _check_name(certificate: bytes, address: str, host: str, server_name: str) -> None:
    """The JVM takes either of two names: that of server_name, or the host of the address."""
    names = names_of(certificate)
    if host in names or (server_name and server_name in names):
        return
    if not names:
        raise NotReached("name", address, "No subject alternative names present")
    if _is_address(host):
        raise NotReached("name", address, f"No subject alternative names matching IP address {host} found")
    raise NotReached("name", address, f"No subject alternative DNS name matching {server_name or host} found.")


def _untrusted(error: ssl.SSLCertVerificationError, plain: socket.socket, address: str, within_s: float) -> NotReached:
    match error.verify_code:
        case code if code == _BAD_SIGNATURE:
            return NotReached("other-ca", address)
        case code if code == _EXPIRED:
            return NotReached("expired", address, _end_of(address, within_s))
        case _:
            return NotReached("untrusted", address)


def _end_of(address: str, within_s: float) -> str:
    host, _, port = address.rpartition(":")
    looking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    looking.check_hostname, looking.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((host.strip("[]"), int(port)), timeout=within_s) as plain,
        looking.wrap_socket(plain) as secure,
    ):
        return java_date(not_after(secure.getpeercert(binary_form=True) or b""))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
