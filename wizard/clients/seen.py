"""What a look at a port found: the values of the probe."""

from dataclasses import dataclass
from typing import Literal

Tcp = Literal["", "open", "refused", "timeout", "unreachable"]
Tls = Literal["", "verified", "untrusted", "wrong-name", "expired", "not-tls", "reset"]
Interface = Literal["", "remote-cluster", "transport", "http", "unknown"]


@dataclass(frozen=True, slots=True)
class SeenCertificate:
    """The server's own certificate. `is_public`: this machine's store of public CAs vouches for it; `serial` is hex."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_after: str
    fingerprint: str
    is_public: bool
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen; empty texts mean "not got that far".

    `address` is the one that was talked to. `tls`: chain against the given CA, or this machine's store; name against
    `server_name` or host, either is enough. `client_certificate`: the server demands one, as a transport port does.
    `transport_version` and `release` are the node's own words (0 and empty: not told).
    """

    host: str
    port: int
    addresses: tuple[str, ...] = ()
    address: str = ""
    tcp: Tcp = ""
    tls: Tls = ""
    certificate: SeenCertificate | None = None
    client_certificate: bool = False
    interface: Interface = ""
    transport_version: int = 0
    release: str = ""
    took_s: float = 0.0
