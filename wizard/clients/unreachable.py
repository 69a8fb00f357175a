"""Why no conversation with a REST address came about: exceptions of the client to a ReachError.

Looks only at kinds and codes of exceptions, and quotes no text that could hold a header.
"""

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.clients.address import RestAddress
from wizard.clients.certificates import read_certificate
from wizard.clients.trust import fingerprint_of
from wizard.errors import ReachError
from wizard.scenario.model import INTERFACE_PORT

NODE_PORTS = (9300, 9400, INTERFACE_PORT)
"""Ports that normally carry node-to-node traffic: transport, a cloud's transport, remote cluster interface."""

MOST_NAMES = 8
"""How many names of a certificate are listed: those of a shared proxy go on for pages."""

NOT_HTTP = b"This is not an HTTP port"
_NAME_CODES = (62, 63, 64)
_DATE_CODES = (9, 10)
_PLAIN_REASONS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "RECORD_LAYER_FAILURE",
    "PACKET_LENGTH_TOO_LONG",
    "UNKNOWN_PROTOCOL",
)
_CLIENT_CERTIFICATE_REASONS = ("BAD_CERTIFICATE", "CERTIFICATE_REQUIRED", "CERTIFICATE_UNKNOWN", "HANDSHAKE_FAILURE")
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom we tried to reach, and what we trust: `ca` is a file, `pin` a fingerprint; both may be empty.

    `answer` is the id of the answer that holds the address.
    """

    side: str
    address: RestAddress
    ca: str = ""
    pin: str = ""
    answer: str = ""

    @property
    def place(self) -> str:
        """`host:port` of the side, for a sentence."""
        return f"{self.address.host}:{self.address.port} ({self.side} cluster)"


def timed_out(target: Target, timeout_s: float, *, sent: bool) -> ReachError:
    """No answer in time; `sent` when the request had been handed to an open connection."""
    if sent:
        return ReachError(
            f"{target.place} took the request and did not answer within {timeout_s:g} s.",
            kind="timeout",
            side=target.side,
            hint="The cluster may be busy or frozen, or a proxy in front waits for it. Repeat, then look at its log.",
        )
    return ReachError(
        f"No connection to {target.place} within {timeout_s:g} s.",
        kind="timeout",
        side=target.side,
        hint="A firewall that drops packets looks like this, and so does a frozen node. Check host, port and the node.",
    )


def wrong_pin(target: Target, chain: Sequence[bytes]) -> ReachError:
    """The server's certificates do not have the fingerprint that was given."""
    seen = ", ".join(fingerprint_of(each) for each in chain)
    hint = (
        f"Compare it with the cluster's own (SHA-256) before you change {target.side}.fingerprint; "
        "a difference may mean that someone stands in between."
    )
    if len(chain) == 1:
        hint = (
            f"If it is the CA's fingerprint: the server does not send its CA, so give {target.side}.ca_file instead. "
            "Otherwise someone may stand in between."
        )
    return ReachError(
        f"No certificate of {target.place} has the fingerprint that was given.",
        kind="untrusted",
        side=target.side,
        hint=hint,
        saw=f"given {target.pin}; sent {seen}",
    )


def unreachable(error: BaseException, target: Target, chain: Sequence[bytes] = ()) -> ReachError:
    """What an exception of the client means. `chain` are the server's certificates (DER), where they could be read."""
    for each in _all(error):
        found = _reach(each, target, chain)
        if found is not None:
            return found
    return ReachError(
        f"The conversation with {target.place} broke off.",
        kind="closed",
        side=target.side,
        hint="Check that host and port are the cluster's REST address.",
        saw=type(error).__name__,
    )


def speaks_tls(target: Target) -> ReachError:
    """http was asked of a TLS port."""
    return ReachError(
        f"{target.place} speaks TLS, and http:// was asked.",
        kind="tls",
        side=target.side,
        hint=f"Write the address in {target.answer} with https://.",
    )


def wants_certificate(target: Target, saw: str = "") -> ReachError:
    """The server demands a client certificate, as a transport port does."""
    return _interface(
        target,
        f"{target.place} wants a client certificate: that is a node-to-node (transport) port, not the REST address.",
        saw,
    )


def needs_chain(error: BaseException) -> bool:
    """True when the server's certificates help to explain the error."""
    return any(isinstance(each, ssl.SSLCertVerificationError) or _is_name_error(each) for each in _all(error))


def was_closed(error: BaseException) -> bool:
    """True when the other side closed without an answer: a second look may tell why."""
    kinds = (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
    return any(isinstance(each, kinds) and not isinstance(each, ConnectionRefusedError) for each in _all(error))


def _reach(error: BaseException, target: Target, chain: Sequence[bytes]) -> ReachError | None:
    side, place = target.side, target.place
    if isinstance(error, ssl.SSLCertVerificationError) or _is_name_error(error):
        return _certificate(getattr(error, "verify_code", _NAME_CODES[0]), target, chain)
    if isinstance(error, ssl.SSLError):
        return _tls(error, target)
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return ReachError(
            f"The name {target.address.host} ({side} cluster) has no address on this machine.",
            kind="dns",
            side=side,
            hint=f"Check the spelling in {target.answer}, and the name server of this machine.",
        )
    if isinstance(error, ConnectionRefusedError):
        return ReachError(
            f"Nothing listens at {place}.",
            kind="refused",
            side=side,
            hint="Is the node running, and is this its REST port (normally 9200)? A node that listens on "
            "localhost only cannot be reached from elsewhere.",
        )
    if isinstance(error, http.client.BadStatusLine) and not isinstance(error, http.client.RemoteDisconnected):
        return _not_http(str(error).encode("latin-1", errors="replace"), target)
    if isinstance(error, (ConnectionError, http.client.RemoteDisconnected, http.client.IncompleteRead)):
        return _closed(target)
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return ReachError(
            f"There is no route from this machine to {place}.",
            kind="timeout",
            side=side,
            hint="Check the network and VPN of this machine.",
            saw=error.strerror or "",
        )
    return None


def _certificate(code: int, target: Target, chain: Sequence[bytes]) -> ReachError:
    side, place = target.side, target.place
    leaf = read_certificate(chain[0]) if chain else None
    port_hint = _port_hint(target)
    # A certificate can be wrong in more than one way; the reader gets the one that the client met first.
    if code in _NAME_CODES:
        names = _few(leaf.names) if leaf else ""
        return ReachError(
            f"The certificate of {place} is not for the name {target.address.host}.",
            kind="name",
            side=side,
            hint=f"Use one of its names in {target.answer}: {names}."
            if names
            else "It names no host at all; issue a new one.",
            saw=f"names: {names or 'none'}",
        )
    if code in _DATE_CODES:
        dates = f"valid from {leaf.not_before[:10]} to {leaf.not_after[:10]}" if leaf else ""
        when = "is not valid yet" if code == _DATE_CODES[0] else "has expired"
        return ReachError(
            f"A certificate of {place} {when}.",
            kind="expired",
            side=side,
            hint="Renew the certificate of the REST interface (HTTP), or check the clock of this machine.",
            saw=f"{leaf.subject}: {dates}" if leaf else "",
        )
    trusted = f"by a CA in {target.ca}" if target.ca else "by a CA that this machine trusts"
    if target.pin:
        trusted = "by the certificate with the fingerprint that was given"
    hint = (
        f"Give the CA of that certificate in {side}.ca_file (on a node: config/certs/http_ca.crt), or its fingerprint."
    )
    if leaf and leaf.subject == leaf.issuer:
        hint = f"It is self-signed: give it in {side}.ca_file, or its SHA-256 in {side}.fingerprint."
    return ReachError(
        f"The certificate of {place} is not signed {trusted}.",
        kind="untrusted",
        side=side,
        hint=f"{hint} {port_hint}".strip(),
        saw=f"{leaf.subject}, issued by {leaf.issuer}, SHA-256 {leaf.fingerprint}" if leaf else "",
    )


def _tls(error: ssl.SSLError, target: Target) -> ReachError:
    side, place, reason = target.side, target.place, error.reason or ""
    if any(word in reason for word in _PLAIN_REASONS):
        return ReachError(
            f"{place} does not speak TLS, and https:// was asked.",
            kind="plain",
            side=side,
            hint=f"If the cluster really has no TLS on its REST interface, write {target.answer} with http://. "
            "Otherwise check the port.",
            saw=reason,
        )
    if "ALERT" in reason and any(word in reason for word in _CLIENT_CERTIFICATE_REASONS):
        return wants_certificate(target, reason)
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)) or "EOF" in reason:
        return _closed(target)
    return ReachError(
        f"No TLS connection with {place} came about.",
        kind="closed",
        side=side,
        hint="The two sides may share no TLS version or cipher, or something in between cut the connection.",
        saw=reason,
    )


def _not_http(line: bytes, target: Target) -> ReachError:
    if NOT_HTTP in line or line.startswith(b"ES"):
        return _interface(target, f"{target.place} is a node-to-node port of Elasticsearch, not the REST address.", "")
    if line.startswith((b"\x15\x03", b"\x16\x03")):
        return speaks_tls(target)
    return ReachError(
        f"{target.place} answers, but not in HTTP.",
        kind="foreign",
        side=target.side,
        hint=f"Check host and port in {target.answer}.",
    )


def _interface(target: Target, headline: str, saw: str) -> ReachError:
    return ReachError(
        headline,
        kind="interface",
        side=target.side,
        hint=f"REST normally has port 9200 (in a cloud 443 or 9243). Change the port in {target.answer}; "
        f"9300 (transport) and {INTERFACE_PORT} (remote cluster interface) are for other clusters.",
        saw=saw,
    )


def _closed(target: Target) -> ReachError:
    return ReachError(
        f"{target.place} took the connection and closed it without an answer.",
        kind="closed",
        side=target.side,
        hint=" ".join(
            filter(
                None,
                (
                    "A filter does this, a load balancer without a node behind it, and a node that is stopping.",
                    _port_hint(target),
                ),
            )
        ),
    )


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    return f"{shown} and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else shown


def _port_hint(target: Target) -> str:
    if target.address.port in NODE_PORTS:
        return f"Port {target.address.port} is normally for node-to-node traffic; REST normally has 9200."
    return ""


def _is_name_error(error: BaseException) -> bool:
    """urllib3 compares names itself where Python's ssl does not, and has an exception of its own for it."""
    return type(error).__name__ == "CertificateError" and not isinstance(error, ssl.SSLError)


def _all(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything it was made of, innermost causes last, each once."""
    queue: list[object] = [error]
    seen: set[int] = set()
    while queue:
        each = queue.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        queue += [
            *getattr(each, "errors", ()),
            getattr(each, "reason", None),
            *each.args,
            each.__cause__,
            each.__context__,
        ]
