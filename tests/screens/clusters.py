"""Two small self-managed clusters that keep what is written to them, so that a whole run can come true.

Answers are in the documented forms. A person's part is played by the test: `switch_on`, `add_key`.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from screens.waiting import AppClock
from tests.scenarios import answers
from wizard.clients.connection import Keep, Reply, ValueOf
from wizard.clients.seen import Seen, SeenCertificate
from wizard.engine.library import Library
from wizard.engine.seams import Seams
from wizard.errors import ReplyError, WizardError
from wizard.plan.actions import Json, Request
from wizard.plan.pointer import leaves, resolve
from wizard.plan.refs import fill, fill_text
from wizard.plan.result import Outcome
from wizard.scenario.answers import Value
from wizard.scenario.model import KEY, KEY_ID, SESSION, STALE_KEY_IDS, Side, secret_ref
from wizard.store.sessions import MemorySessions
from wizard.store.vault import MemoryVault, Vault

SECRET = "sesame-5Kd0"
ENCODED = "azE6c2VjcmV0LW9mLXRoZS1rZXk="
"""The key as the remote cluster gives it out, once."""
ALIAS = "analytics"
REFS = {ref.name: ref for ref in (KEY, KEY_ID, SESSION, STALE_KEY_IDS)}
LOCAL_NODES = {"https://l1.example.com:9200": "l1", "https://l2.example.com:9200": "l2"}


class Keyring(MemoryVault):
    """Memory that says it lasts, as a keyring does."""

    description = "Keyring of the tests"
    lasting = True


class QuickClock(AppClock):
    """Waits a twentieth of a second and says that all of it went by."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def now(self) -> float:
        """What was waited counts."""
        return super().now() + sum(self.waits)

    def wait(self, seconds: float) -> bool:
        """A short moment, unless the person says something."""
        said = super().wait(0.05)
        self.waits.append(0.0 if said else seconds)
        return said


@dataclass
class Clusters:
    """Both clusters, and what was asked of them. A request of `stuck` (method and path) waits for `let_go`."""

    server_on: bool = True
    keys_on: set[str] = field(default_factory=set)
    settings: dict[str, Json] = field(default_factory=dict)
    roles: dict[str, Json] = field(default_factory=dict)
    user_roles: list[str] = field(default_factory=list)
    key_alive: bool = False
    untrusted: str = ""
    refuses: dict[str, WizardError] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)
    held: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    vault: Vault = field(default_factory=Keyring)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    clock: AppClock = field(default_factory=QuickClock)

    def library(self) -> Library:
        """A library over these clusters."""
        environ = {f"RCW_{side}_SECRET": SECRET for side in ("LOCAL", "REMOTE", "SEARCH")}
        return Library(
            Seams(
                connect=lambda side: _Connection(self, side),
                shell=lambda side: None,
                probe=self.probe,
                sessions=self.sessions,
                vault=self.vault,
                clock=self.clock,
                environ=environ,
            )
        )

    def begun(self, outcomes: Mapping[str, Outcome] | None = None, **changes: Value) -> str:
        """A session with all answers; returns its id."""
        from dataclasses import replace

        given = answers(remote__interface_ca="public", **changes).with_answer("search.secret", True, "kept")
        made = self.sessions.create(ALIAS, dict(given))
        if outcomes:
            self.sessions.save(replace(made, outcomes=outcomes))
        return made.id

    @property
    def writes(self) -> list[str]:
        """What was sent that changes something."""
        reads = ("GET ", "POST /_security/user/_has_privileges", "POST /_security/_query")
        return [each for each in self.asked if not each.partition(" ")[2].startswith(reads)]

    def switch_on(self) -> None:
        """What an admin of the remote nodes does."""
        self.server_on = True

    def add_key(self, *nodes: str) -> None:
        """What an admin of the local nodes does."""
        self.keys_on |= set(nodes)

    def probe(self, host: str, port: int, *, server_name: str = "", ca_pem: str = "", timeout_s: float = 10.0) -> Seen:
        """What this machine sees of the remote cluster server."""
        if not self.server_on:
            return Seen(host, port, ("10.0.0.9",), "10.0.0.9", "refused")
        certificate = SeenCertificate("CN=remote", "CN=ca", (host,), "2030-01-01T00:00:00+00:00", "ab" * 32, True)
        return Seen(host, port, ("10.0.0.9",), "10.0.0.9", "open", "verified", certificate, False, "remote-cluster")

    @property
    def connected(self) -> bool:
        """Whether the connection carries."""
        whole = self.keys_on == set(LOCAL_NODES.values())
        return bool(self.settings) and self.server_on and self.key_alive and whole and not self.untrusted

    def answer(self, side: str, request: Request, path: str, body: Any) -> tuple[int, Any]:
        """Status and body."""
        bare = path.partition("?")[0]
        for found in (_reading(self, side, request, bare, path), _writing(self, request, bare, body)):
            if found is not None:
                return found
        return 404, {"error": {"type": "not_in_the_table", "reason": f"{request.method} {path}"}}


def _reading(clusters: Clusters, side: str, request: Request, bare: str, path: str) -> tuple[int, Any] | None:
    node = LOCAL_NODES.get(request.at, "l1") if side == "local" else "r1"
    match request.method, bare:
        case "GET", "/":
            return 200, {
                "name": node, "cluster_name": f"prod-{side}", "cluster_uuid": f"uuid-{side}",
                "version": {"number": "9.3.1"},
            }  # fmt: skip
        case "GET", "/_license":
            return 200, {"license": {"type": "enterprise", "status": "active"}}
        case "GET", "/_security/_authenticate":
            if request.login and request.login.secret == KEY:
                said = "has type [cross_cluster]" if clusters.key_alive else "unable to find apikey"
                return 401, {"error": {"type": "security_exception", "reason": f"the key {said}"}}
            return 200, {
                "username": "admin", "authentication_realm": {"name": "native"}, "authentication_type": "realm",
            }  # fmt: skip
        case "POST", "/_security/user/_has_privileges":
            return 200, {"cluster": dict.fromkeys(("manage", "monitor", "manage_security"), True)}
        case "GET", "/_nodes/http,remote_cluster_server":
            return 200, {"nodes": dict(_nodes(clusters, side))}
        case "GET", "/_cluster/settings":
            if "flat_settings" in path:
                return 200, {"persistent": clusters.settings, "transient": {}, "defaults": {}}
            return 200, {"persistent": clusters.settings} if clusters.settings else {}
        case "POST", "/_security/_query/api_key":
            others = "must_not" in str(request.body)
            return 200, {"api_keys": [_key(clusters)] if clusters.key_alive and not others else []}
        case "GET", "/_security/api_key":
            return 200, {"api_keys": [_key(clusters)]}
        case "GET", "/_remote/info":
            if not clusters.settings:
                return 200, {}
            link: dict[str, Json] = {
                "connected": clusters.connected, "mode": "proxy", "proxy_address": "remote.example.com:9443",
                "skip_unavailable": False,
            }  # fmt: skip
            if node in clusters.keys_on:
                link["cluster_credentials"] = "::es_redacted::"
            return 200, {ALIAS: link}
        case "GET", "/_security/user/_privileges":
            return 200, next(iter(clusters.roles.values())) if clusters.roles and clusters.user_roles else {
                "remote_indices": []
            }
        case "GET", "/_security/user/jdoe":
            return 200, {"jdoe": {"username": "jdoe", "roles": list(clusters.user_roles), "enabled": True}}
        case "GET", place if place.startswith("/_security/role/"):
            return (200, clusters.roles) if clusters.roles else (404, {})
        case "GET", place if place.startswith("/_resolve/cluster/"):
            shown: dict[str, Any] = {"connected": clusters.connected, "skip_unavailable": False}
            if not clusters.connected:
                return 200, {ALIAS: {**shown, "error": clusters.untrusted or "unable to connect to remote cluster"}}
            return 200, {ALIAS: {**shown, "matching_indices": True, "version": {"number": "9.3.1"}}}
        case "GET", place if place.endswith("/_search"):
            if not clusters.connected:
                return 500, {"error": {"reason": clusters.untrusted or "unable to connect to remote cluster"}}
            found = {"status": "successful", "_shards": {"total": 1}}
            return 200, {
                "took": 7, "hits": {"total": {"value": 3}}, "_clusters": {"details": {ALIAS: found}},
            }  # fmt: skip
    return None


def _writing(clusters: Clusters, request: Request, bare: str, body: Any) -> tuple[int, Any] | None:
    match request.method, bare:
        case "POST", "/_security/cross_cluster/api_key":
            clusters.key_alive = True
            return 200, {"id": "k1", "name": "from-local", "encoded": ENCODED}
        case "DELETE", "/_security/api_key":
            clusters.key_alive = False
            return 200, {"error_count": 0}
        case "POST", "/_nodes/reload_secure_settings":
            entry = f"cluster.remote.{ALIAS}.credentials"
            return 200, {
                "nodes": {
                    name: {"name": name, "secure_setting_names": [entry] if name in clusters.keys_on else []}
                    for name in LOCAL_NODES.values()
                }
            }
        case "PUT", "/_cluster/settings":
            for key, value in leaves(body["persistent"]).items():
                if key.endswith(".*"):
                    clusters.settings = {}
                else:
                    clusters.settings[key] = str(value).lower() if isinstance(value, bool) else value
            return 200, {"acknowledged": True}
        case "PUT", place if place.startswith("/_security/role/"):
            clusters.roles[bare.rpartition("/")[2]] = body
            return 200, {"role": {"created": True}}
        case "DELETE", place if place.startswith("/_security/role/"):
            clusters.roles = {}
            return 200, {"found": True}
        case "PUT", "/_security/user/jdoe":
            clusters.user_roles = list(body["roles"])
            return 200, {"created": False}
    return None


def _key(clusters: Clusters) -> dict[str, Any]:
    return {
        "id": "k1", "name": "from-local", "type": "cross_cluster", "creation": 1,
        "invalidated": not clusters.key_alive, "access": {"search": [{"names": ["logs-*"]}]},
    }  # fmt: skip


def _nodes(clusters: Clusters, side: str) -> Iterator[tuple[str, Json]]:
    for name in LOCAL_NODES.values() if side == "local" else ("r1",):
        node: dict[str, Json] = {
            "name": name, "version": "9.3.1", "roles": ["data", "master", "remote_cluster_client"],
        }  # fmt: skip
        if side == "remote" and clusters.server_on:
            node["remote_cluster_server"] = {"bound_address": ["10.0.0.9:9443"], "publish_address": "10.0.0.9:9443"}
        yield name, node


@dataclass(frozen=True, slots=True)
class _Connection:
    clusters: Clusters
    side: Side

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        clusters = self.clusters

        def value(name: str) -> str:
            return value_of(REFS.get(name) or secret_ref(name.lower().replace("_", ".", 1)))

        login = request.login or self.side.login
        if login:
            value_of(login.secret)
        path = fill_text(request.path, value)
        what = f"{request.method} {path.partition('?')[0]}"
        clusters.asked.append(f"{self.side.name} {what}")
        if what in clusters.stuck:
            clusters.held.set()
            assert clusters.let_go.wait(30)
        if what in clusters.refuses:
            raise clusters.refuses[what]
        status, body = clusters.answer(self.side.name, request, path, fill(request.body, value))
        if request.expect and status not in request.expect:
            raise ReplyError(
                f"The {self.side.name} cluster refused.", status=status, side=self.side.name, reason=str(body)
            )
        for save in request.saves:
            keep(save.ref, str(resolve(body, save.pointer)))
        return Reply(status, body, 0.001)

    def close(self) -> None:
        """Nothing is open."""
