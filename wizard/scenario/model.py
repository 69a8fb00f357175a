"""The scenario: what the person wants, as one frozen value."""

from dataclasses import dataclass, field
from typing import Literal

Environment = Literal["ech", "ece", "eck", "self"]
SideName = Literal["local", "remote"]
Security = Literal["api-key", "certificate"]
Mode = Literal["proxy", "sniff"]
Purpose = Literal["search", "replication", "both"]
NodeAccess = Literal["by-hand", "local", "ssh"]
LoginKind = Literal["password", "api-key"]

INTERFACE_PORT = 9443
"""Default port of the remote cluster interface, everywhere."""
VARIABLES = "RCW_"
"""What the names of this tool's environment variables begin with."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The name of a value known later, written `${NAME}`; a secret one is only ever in the vault."""

    name: str
    secret: bool = False

    def __str__(self) -> str:
        return f"${{{self.name}}}"


def secret_ref(answer_id: str) -> Ref:
    """The Ref of a secret answer: its id in capitals, dots as underscores."""
    return Ref(answer_id.upper().replace(".", "_"), secret=True)


def variable_of(ref: Ref) -> str:
    """The environment variable that gives a secret."""
    return f"{VARIABLES}{ref.name}"


SESSION = Ref("SESSION")
"""The random id of the session; so equal answers give equal plans."""
KEY_ID = Ref("KEY_ID")
"""The id of the cross-cluster API key that the session made on the remote cluster."""
KEY = Ref("KEY", secret=True)
"""That key in its encoded form (base64 of id:secret): the only form the local cluster takes."""
STALE_KEY_IDS = Ref("STALE_KEY_IDS")
"""Ids of keys that this session made before and whose secret was lost."""


@dataclass(frozen=True, slots=True)
class Login:
    """How requests sign in: a user and password, or an API key; the secret is only named."""

    kind: LoginKind
    user: str
    secret: Ref


@dataclass(frozen=True, slots=True)
class Nodes:
    """How commands reach the nodes of a side, and what its keystore command is called there."""

    access: NodeAccess = "by-hand"
    hosts: tuple[str, ...] = ()
    keystore_command: str = "bin/elasticsearch-keystore"
    keystore_secret: Ref | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two clusters: where it runs, where it answers, and how to sign in there.

    `url` is the REST address; `node_urls` are the REST addresses of its single nodes (empty: only `url` is known).
    `version` and `license` are empty until answered or found.
    """

    name: SideName
    environment: Environment
    url: str = ""
    node_urls: tuple[str, ...] = ()
    login: Login | None = None
    ca_file: str = ""
    fingerprint: str = ""
    version: str = ""
    license: str = ""
    nodes: Nodes = field(default_factory=Nodes)

    @property
    def addresses(self) -> tuple[str, ...]:
        """REST address of each node that is known by one, else the one address of the cluster."""
        return self.node_urls or ((self.url,) if self.url else ())


@dataclass(frozen=True, slots=True)
class Interface:
    """The remote cluster interface: what the local cluster dials and what it must trust.

    `addresses` are `host:port` (one in proxy mode, one or more seeds in sniff mode); `ca` is `public` or a PEM file;
    `host`, `port`, `certificate` say how the remote opens it (`certificate`: a path on its nodes, or `make`).
    """

    addresses: tuple[str, ...]
    server_name: str = ""
    ca: str = "public"
    host: str = ""
    port: int = INTERFACE_PORT
    certificate: str = "make"

    @property
    def private_ca(self) -> bool:
        """True when the local cluster must be told to trust a CA of its own."""
        return self.ca != "public"


@dataclass(frozen=True, slots=True)
class Access:
    """What the connection may be used for, and by whom.

    `search` and `replication` are index patterns on the remote; `role`, `follower_indices` and `user` are local.
    """

    search: tuple[str, ...] = ()
    replication: tuple[str, ...] = ()
    key_name: str = ""
    key_expiration: str = ""
    role: str = ""
    follower_indices: tuple[str, ...] = ()
    user: str = ""
    user_secret: Ref | None = None
    search_index: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Both sides, the pair they make (`row`, S01 to S19) and all that decides the plan."""

    row: str
    local: Side
    remote: Side
    security: Security
    purpose: Purpose
    alias: str
    mode: Mode
    skip_unavailable: bool
    interface: Interface
    access: Access

    def side(self, name: SideName) -> Side:
        """The side of that name."""
        return self.local if name == "local" else self.remote

    @property
    def user_login(self) -> Login | None:
        """How to sign in as the person who will search; None when no secret of theirs is known."""
        if self.local.login and self.local.login.kind == "password" and self.access.user == self.local.login.user:
            return self.local.login
        if self.access.user_secret is None:
            return None
        return Login("password", self.access.user, self.access.user_secret)

    @property
    def search_target(self) -> str:
        """`alias:index` of the closing search; all indices where a key for replication alone leaves none to search."""
        return f"{self.alias}:{self.access.search_index or '*'}"
