"""What a test asks for: the description of one real cluster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

VERSION_8 = "8.19.21"
VERSION_9 = "9.5.3"


@dataclass(frozen=True, slots=True)
class ClusterSpec:
    """One cluster to start.

    `remote_server`: off means off in `elasticsearch.yml`; `certs/rcs.key` and `certs/rcs.crt` are there anyway and
    the node's `remote_port` is reserved. `trust`: CAs for the remote cluster client; none leaves the setting out.
    `roles`: node roles by position, missing ones are the default. `settings` come last and win.
    """

    name: str
    version: str = VERSION_8
    nodes: int = 1
    remote_server: bool = True
    license: Literal["trial", "basic"] = "trial"
    tls: bool = True
    keystore_password: str = field(default="", repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)
    roles: tuple[tuple[str, ...], ...] = ()
    trust: tuple[Path, ...] = ()
