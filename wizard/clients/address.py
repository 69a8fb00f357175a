"""REST addresses: reads `https://host:port` apart and refuses what cannot be dialled."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from wizard.errors import UsageError
from wizard.scenario.addresses import url_problem

DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class RestAddress:
    """Where a cluster answers REST requests."""

    scheme: Literal["http", "https"]
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def rest_address(url: str, side: str) -> RestAddress:
    """Read a REST address; without a port, the scheme's own. Raises UsageError, which never repeats a password."""
    hint = "Write it as https://host:9200."
    if not url:
        raise UsageError(f"The REST address of the {side} cluster is not known.", side=side, hint=hint)
    text = url.strip().rstrip("/")
    if wrong := url_problem(text):
        raise UsageError(f"The REST address of the {side} cluster cannot be used. {wrong}", side=side, hint=hint)
    parts = urlsplit(text)
    scheme: Literal["http", "https"] = "https" if parts.scheme == "https" else "http"
    return RestAddress(scheme, parts.hostname or "", parts.port or DEFAULT_PORTS[scheme])
