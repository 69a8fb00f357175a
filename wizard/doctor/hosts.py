"""Addresses written as `host:port`: taking them apart, and whether they stay on one machine."""

import ipaddress


def split(address: str) -> tuple[str, int]:
    """Host without brackets, and port, split at the last colon as RemoteConnectionStrategy does it. ValueError."""
    host, _, port = address.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port)


def is_loopback(host: str) -> bool:
    """True for localhost and the addresses that never leave a machine."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower().rstrip(".") in ("localhost", "localhost.localdomain")
