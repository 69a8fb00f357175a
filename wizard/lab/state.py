"""State: what a practice cluster is made of. Handlers read and replace it; nothing here answers or listens."""

import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from uuid import uuid4

from wizard.lab.errors import Json

DAY_MS = 86_400_000
NODE_ROLES = (
    "data", "data_cold", "data_content", "data_frozen", "data_hot", "data_warm", "ingest", "master", "ml",
    "remote_cluster_client", "transform",
)  # fmt: skip


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def made_id() -> str:
    """An id of 20 characters, as Elasticsearch makes them for keys."""
    return secrets.token_urlsafe(15)


@dataclass(slots=True)
class User:
    """A user of the native realm, or a reserved one."""

    password: str = field(repr=False)
    roles: list[str]
    full_name: Json = None
    email: Json = None
    metadata: Json = field(default_factory=dict)
    enabled: bool = True
    reserved: bool = False


@dataclass(slots=True)
class Key:
    """An API key; `access` only of cross-cluster ones. Times in milliseconds."""

    id: str
    name: str
    type: str
    secret: str = field(repr=False)
    owner: str
    realm: str
    metadata: Json
    access: Json = None
    creation: int = field(default_factory=now_ms)
    expiration: int | None = None
    invalidated: bool = False

    @property
    def expired(self) -> bool:
        """True when its time is over."""
        return self.expiration is not None and self.expiration <= now_ms()


@dataclass(slots=True)
class Node:
    """One node: its folder and ports, the keystore entries it has loaded, and its open connections by alias."""

    name: str
    folder: Path
    http_port: int = 0
    transport_port: int = 0
    interface_port: int = 0
    version: str = ""
    roles: tuple[str, ...] = NODE_ROLES
    trusts: tuple[str, ...] = ()
    """CA files below `config` that the remote cluster client trusts."""
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    loaded: dict[str, str] = field(default_factory=dict, repr=False)
    connected: dict[str, bool] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        """The folder of its files."""
        return self.folder / "config"

    @property
    def keystore(self) -> Path:
        """The file of its keystore."""
        return self.config / "elasticsearch.keystore"

    def key_of(self, alias: str) -> str | None:
        """The loaded credentials of an alias."""
        return self.loaded.get(f"cluster.remote.{alias}.credentials")


@dataclass(slots=True)
class Cluster:
    """One cluster. Replace its maps rather than changing them in place: other threads read them."""

    name: str
    version: str
    nodes: list[Node]
    uuid: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    licence: str = "trial"
    licence_uid: str = field(default_factory=lambda: str(uuid4()))
    licensed_at: int = field(default_factory=now_ms)
    settings: dict[str, Json] = field(default_factory=dict)
    skip_in_force: dict[str, bool] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    roles: dict[str, Json] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    indices: dict[str, dict[str, Json]] = field(default_factory=dict)
    patience_s: float = 10.0
    """How long its nodes wait for a TLS handshake."""
    lock: RLock = field(default_factory=RLock, repr=False)

    def since(self, major: int, minor: int) -> bool:
        """True when the cluster runs this version or a later one."""
        return [int(part) for part in self.version.split(".")[:2]] >= [major, minor]

    @property
    def licensed(self) -> bool:
        """True when the licence covers API keys between clusters."""
        return self.licence in ("trial", "enterprise")

    @property
    def aliases(self) -> dict[str, dict[str, Json]]:
        """The settings of each alias, by their last part."""
        found: dict[str, dict[str, Json]] = {}
        for name, value in self.settings.items():
            _, _, alias, setting = name.split(".", 3)
            found.setdefault(alias, {})[setting] = value
        return found
