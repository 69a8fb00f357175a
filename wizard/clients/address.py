"""REST addresses: reads `https://host:port/prefix` apart and refuses what cannot be dialled."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from wizard.errors import UsageError

DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class RestAddress:
    """Where a cluster answers REST requests. `prefix` is empty or begins with a slash."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    prefix: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.prefix}"


def rest_address(url: str, side: str) -> RestAddress:
    """Read a REST address; without a port, the scheme's own. Raises UsageError, which never repeats a password."""
    hint = "Write it as https://host:9200."
    if not url:
        raise UsageError(f"The REST address of the {side} cluster is not known.", side=side, hint=hint)
    # The text itself may hold a password, so nothing below repeats more of it than the scheme.
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        parts, port, host = urlsplit(""), None, ""
    match parts.scheme:
        case "https" | "http":
            scheme: Literal["http", "https"] = "https" if parts.scheme == "https" else "http"
        case _:
            raise UsageError(
                f"The REST address of the {side} cluster does not begin with https:// or http://.", side=side, hint=hint
            )
    if not host or any(character.isspace() for character in host):
        raise UsageError(f"The REST address of the {side} cluster has no usable host name.", side=side, hint=hint)
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"The REST address of the {side} cluster holds a user or password.",
            side=side,
            hint=f"Take it out of the address; the user belongs to {side}.user, the password is asked for.",
        )
    if parts.query or parts.fragment:
        raise UsageError(
            f"The REST address of the {side} cluster has something after the path (? or #).", side=side, hint=hint
        )
    return RestAddress(scheme, host, port or DEFAULT_PORTS[scheme], parts.path.rstrip("/"))
