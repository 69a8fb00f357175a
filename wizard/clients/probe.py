"""What this machine sees of `host:port`: name, connection, TLS, certificate, and which interface answers.

Sends nothing but the node-to-node handshake and one anonymous HTTP request; no login, no key.
"""

import contextlib
import errno
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from wizard.clients import transport_handshake as handshake
from wizard.clients.certificates import Certificate, is_address, is_for, read_certificate
from wizard.clients.deadline import within
from wizard.clients.seen import Interface, Seen, SeenCertificate, Tcp, Tls
from wizard.clients.trust import (
    ca_context,
    demands_certificate,
    is_certificate_alert,
    looking_context,
    sent_chain,
    system_context,
)
from wizard.clients.unreachable import NOT_HTTP
from wizard.version import PROGRAM

NAME_S = 3.0
"""How long a name may take to be resolved."""
QUIET_S = 1.5
"""How long to wait for a handshake: an HTTPS port never answers the old one."""
_DATE_CODES = (9, 10)
_NOT_TLS = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "RECORD_LAYER_FAILURE",
    "PACKET_LENGTH_TOO_LONG",
    "UNKNOWN_PROTOCOL",
)
_HTTP_REQUEST = f"GET / HTTP/1.0\r\nUser-Agent: {PROGRAM}\r\nConnection: close\r\n\r\n".encode()


def probe(
    host: str, port: int, *, server_name: str = "", ca_pem: str = "", timeout_s: float = 10, quiet_s: float = QUIET_S
) -> Seen:
    """Look at a port, within `timeout_s` in all. Never raises for what the network does.

    `ca_pem` empty: the CAs of this machine. `quiet_s`: how long an unanswered handshake is waited for.
    """
    began = time.monotonic()
    look = _Look(host.strip("[]"), port, server_name, ca_pem, began + timeout_s, quiet_s)
    look.run()
    return Seen(
        look.host,
        port,
        look.addresses,
        look.address,
        look.tcp,
        look.tls,
        look.certificate,
        look.client_certificate,
        look.interface,
        look.node.transport_version,
        look.node.release,
        time.monotonic() - began,
    )


@dataclass(slots=True)
class _Look:
    """One look at one port; its fields fill up stage by stage."""

    host: str
    port: int
    server_name: str
    ca_pem: str
    ends: float
    quiet_s: float
    addresses: tuple[str, ...] = ()
    address: str = ""
    tcp: Tcp = ""
    tls: Tls = ""
    certificate: SeenCertificate | None = None
    client_certificate: bool = False
    interface: Interface = ""
    node: handshake.Answer = field(default_factory=lambda: handshake.Answer(0))

    def run(self) -> None:
        # A larger number would be cut to 16 bits on the way down, and another port be dialled.
        if not 0 < self.port <= 65535:
            self.tcp = "unreachable"
            return
        self._resolve()
        if not self.addresses:
            return
        self._connect()
        if self.tcp != "open":
            return
        leaf = self._look_at_tls()
        if leaf is not None:
            self._judge(leaf)
        if self.tls in ("not-tls", "reset"):
            self._identify_plain()
        else:
            self._identify()

    def _resolve(self) -> None:
        limit = min(NAME_S, self._left())
        try:
            found = within(
                limit,
                lambda: socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM),
                name=f"addresses of {self.host}",
            )
        except (TimeoutError, OSError, UnicodeError, OverflowError):
            return
        self.addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))

    def _connect(self) -> None:
        """The first address that takes a connection; else the most telling refusal of all of them."""
        order: list[Tcp] = ["refused", "unreachable", "timeout"]
        seen: set[Tcp] = set()
        for at, address in enumerate(self.addresses):
            # A silent first address must leave time for the next.
            share = self._left() / (len(self.addresses) - at + 1)
            try:
                with socket.create_connection((address, self.port), timeout=max(0.05, share)):
                    self.address, self.tcp = address, "open"
                    return
            except ConnectionRefusedError:
                seen.add("refused")
            except TimeoutError:
                seen.add("timeout")
            except (OSError, OverflowError) as error:
                slow = isinstance(error, OSError) and error.errno == errno.ETIMEDOUT
                seen.add("timeout" if slow else "unreachable")
        self.tcp = next(each for each in order if each in seen)

    def _look_at_tls(self) -> bytes | None:
        """Read the certificate without judging it; sets `tls` where there is no TLS to be had."""
        try:
            with self._secure(looking_context()) as connection:
                chain = sent_chain(connection)
                return chain[0] if chain else None
        except ssl.SSLError as error:
            reason = error.reason or ""
            if any(word in reason for word in _NOT_TLS):
                self.tls = "not-tls"
            elif "ALERT" in reason:
                # TLS 1.2 and a client certificate missing; the server's own was not got hold of.
                self.client_certificate = is_certificate_alert(error)
                self.tls = "" if self.client_certificate else "reset"
            else:
                self.tls = "reset"
        except (OSError, ValueError):
            self.tls = "reset"
        return None

    def _judge(self, leaf: bytes) -> None:
        own = read_certificate(leaf)
        public = self._verdict(own, system_context())
        verdict = public
        if self.ca_pem:
            try:
                verdict = self._verdict(own, ca_context(self.ca_pem))
            except ssl.SSLError:
                verdict = "untrusted"
        self.tls = verdict
        self.certificate = SeenCertificate(
            own.subject,
            own.issuer,
            own.names,
            own.not_after,
            own.fingerprint,
            public in ("verified", "wrong-name"),
            own.serial,
        )

    def _verdict(self, own: Certificate, context: ssl.SSLContext) -> Tls:
        # The name is compared below: Python checks one name, the JVM takes either of two.
        context.check_hostname = False
        try:
            with self._secure(context):
                pass
        except ssl.SSLCertVerificationError as error:
            return "expired" if error.verify_code in _DATE_CODES else "untrusted"
        except ssl.SSLError as error:
            # The handshake got as far as the client's certificate, so the server's was accepted.
            if "ALERT" not in (error.reason or ""):
                return "reset"
        except OSError:
            return "reset"
        return "verified" if is_for(own, (self.server_name, self.host)) else "wrong-name"

    def _identify_plain(self) -> None:
        """Without TLS. A node-to-node port closes on TLS without a byte, so a reset says little by itself."""
        said = self._ask_http(False)
        if NOT_HTTP in said:
            self.interface = "transport"
            self._shake_both(False)
        elif said.startswith(b"HTTP/"):
            self.interface = "http"
        elif self.tls == "not-tls":
            self.interface = "unknown"
        if self.interface:
            self.tls = "not-tls"

    def _identify(self) -> None:
        if self._demands():
            self.interface = "transport"
            return
        self._shake_both(True)
        if self.node.transport_version:
            # Where the server wants no client certificate, and answers inside TLS, it is the remote cluster interface.
            self.interface = "remote-cluster"
            return
        if self._demands():
            self.interface = "transport"
            return
        said = self._ask_http(True)
        if NOT_HTTP in said:
            self.interface = "remote-cluster"
        elif self._demands() or (not said and self._listen()):
            self.interface = "transport"
        else:
            self.interface = "http" if said.startswith(b"HTTP/") else "unknown"

    def _shake_both(self, secure: bool) -> None:
        self._shake(handshake.OLD, secure)
        if self.node.transport_version >= handshake.FIRST_WITH_NEW:
            self._shake(handshake.NEW, secure)

    def _shake(self, version: int, secure: bool) -> None:
        with contextlib.suppress(OSError, ValueError, handshake.NotTransportError), self._open(secure) as connection:
            ends = min(self.ends, time.monotonic() + self.quiet_s)
            connection.sendall(handshake.request(version))
            length = 0
            while not length:
                length = handshake.body_length(self._read(connection, handshake.PREFIX_BYTES, ends))
            self.node = handshake.answer(self._read(connection, length, ends), version)

    def _ask_http(self, secure: bool) -> bytes:
        try:
            with self._open(secure) as connection:
                connection.sendall(_HTTP_REQUEST)
                return self._read(connection, len(NOT_HTTP), self.ends)
        except (OSError, ValueError):
            return b""

    def _read(self, connection: socket.socket, wanted: int, ends: float) -> bytes:
        """That many bytes, fewer where the other side closes; TimeoutError at the deadline, however slowly it sends."""
        got = b""
        while len(got) < wanted:
            left = ends - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
            try:
                piece = connection.recv(wanted - len(got))
            except ssl.SSLError as error:
                # TLS 1.3: the demand for a client certificate shows only in the first read.
                if is_certificate_alert(error):
                    self.client_certificate = True
                raise
            if not piece:
                break
            got += piece
        return got

    @contextlib.contextmanager
    def _open(self, secure: bool) -> Iterator[socket.socket]:
        if secure:
            with self._secure(looking_context()) as connection:
                yield connection
            return
        with socket.create_connection((self.address, self.port), timeout=self._left()) as plain:
            yield plain

    @contextlib.contextmanager
    def _secure(self, context: ssl.SSLContext) -> Iterator[ssl.SSLSocket]:
        # The JVM sends no server name for an address.
        name = self.server_name or self.host
        with socket.create_connection((self.address, self.port), timeout=self._left()) as plain:
            plain.settimeout(self._left())
            with context.wrap_socket(plain, server_hostname=None if is_address(name) else name) as connection:
                yield connection

    def _listen(self) -> bool:
        limit = min(self.quiet_s, self._left())
        self.client_certificate = demands_certificate(self.address, self.port, limit, self.server_name or self.host)
        return self.client_certificate

    def _demands(self) -> bool:
        return self.client_certificate

    def _left(self) -> float:
        return max(0.05, self.ends - time.monotonic())
