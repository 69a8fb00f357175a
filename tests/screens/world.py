"""A small world for the app: two clusters that answer from tables, a probe, sessions and secrets in memory.

Any look can be made to hang: it then waits until the test lets it go.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from screens.waiting import AppClock
from wizard.clients.connection import Keep, Reply, ValueOf
from wizard.clients.seen import Seen, SeenCertificate
from wizard.engine.library import Library
from wizard.engine.seams import Seams
from wizard.errors import LoginError, ReachError, ReplyError
from wizard.plan.actions import Json, Request
from wizard.scenario.model import Side, SideName
from wizard.store.sessions import MemorySessions
from wizard.store.vault import MemoryVault, Vault

PASSWORD = "sesame-5Kd0"
SETTINGS = "/_cluster/settings?include_defaults=true&flat_settings=true"


@dataclass
class World:
    """`down`: sides that refuse; `hang`: looks at these sides, or at the `interface`, wait for `let_go`."""

    vault: Vault = field(default_factory=MemoryVault)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    environ: Mapping[str, str] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    hang: set[str] = field(default_factory=set)
    let_go: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    probed: list[str] = field(default_factory=list)

    def library(self) -> Library:
        """A library over this world."""
        return Library(
            Seams(
                connect=lambda side: _Connection(self, side),
                shell=lambda side: None,
                probe=self.probe,
                sessions=self.sessions,
                vault=self.vault,
                clock=AppClock(),
                environ=self.environ,
            )
        )

    def probe(self, host: str, port: int, *, server_name: str = "", ca_pem: str = "", timeout_s: float = 10.0) -> Seen:
        """What this machine sees of a port: a remote cluster server at 9443, a transport port at 9400."""
        self.probed.append(f"{host}:{port}")
        if "interface" in self.hang:
            self.let_go.wait(30)
        if "interface" in self.down:
            return Seen(host, port, ("10.0.0.9",), "10.0.0.9", "refused")
        certificate = SeenCertificate("CN=remote", "CN=ca", (host,), "2030-01-01T00:00:00+00:00", "ab" * 32, False)
        return Seen(
            host,
            port,
            ("10.0.0.9",),
            "10.0.0.9",
            "open",
            "verified",
            certificate,
            client_certificate=port != 9443,
            interface="remote-cluster" if port == 9443 else "transport",
        )


@dataclass(frozen=True, slots=True)
class _Connection:
    world: World
    side: Side

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        name = self.side.name
        self.world.asked.append(f"{name} {request.method} {request.path}")
        if name in self.world.hang:
            self.world.let_go.wait(30)
        if name in self.world.down:
            raise ReachError(f"Nothing listens at {self.side.url}.", kind="refused", side=name, hint="Start it.")
        login = request.login or self.side.login
        if login is None or value_of(login.secret) != PASSWORD:
            raise LoginError(f"The {name} cluster does not accept the password.", status=401, side=name)
        body = _answer(name, request)
        if body is None:
            raise ReplyError("Not found.", status=404, side=name)
        return Reply(200, body, 0.001)

    def close(self) -> None:
        """Nothing is open."""


def _answer(side: SideName, request: Request) -> Json:
    port = 9200 if side == "local" else 9201
    node: Json = {
        "name": f"es-{side}-1",
        "version": "9.1.2",
        "roles": ["data", "master", "remote_cluster_client"],
        "http": {"publish_address": f"127.0.0.1:{port}"},
    }
    table: dict[str, Json] = {
        "/": {
            "name": f"es-{side}-1",
            "cluster_name": f"prod [{side}]",
            "cluster_uuid": f"uuid-{side}",
            "version": {"number": "9.1.2"},
        },
        "/_license": {"license": {"type": "enterprise", "status": "active"}},
        "/_security/_authenticate": {
            "username": "elastic",
            "roles": ["superuser"],
            "authentication_realm": {"name": "native", "type": "native"},
            "authentication_type": "realm",
        },
        "/_security/user/_has_privileges": {
            "has_all_requested": True,
            "cluster": {"manage": True, "monitor": True, "manage_security": True},
        },
        "/_nodes/http": {"nodes": {"n1": node}},
        "/_nodes/http,remote_cluster_server": {"nodes": {"n1": node}},
        SETTINGS: {"persistent": {}, "transient": {}, "defaults": {}},
    }
    return table.get(request.path)
