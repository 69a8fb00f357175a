"""Faults: named ways in which the practice clusters break as users meet it, and what the doctor must find then."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from wizard.lab import keystore, keystore_command
from wizard.lab.certificates import Authority
from wizard.lab.cluster import TRUSTED
from wizard.lab.interface import server_context
from wizard.lab.start import Lab
from wizard.lab.state import Cluster, Node, User, made_id, now_ms

Changes = Mapping[str, str | tuple[str, ...]]
NO_HOST = "no-such-host.invalid:9443"


def _nothing(lab: Lab) -> None:
    """The clusters are well."""


def _as_given(lab: Lab) -> Changes:
    return {}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    `when`: before the connection is made, or once it stands. `root_cause` is the check that must come out on top, and
    `red` all that fail. `changes` are answers, by id, that are wrong with it.
    """

    name: str
    text: str
    root_cause: str
    red: tuple[str, ...]
    breaks: Callable[[Lab], None] = _nothing
    when: Literal["before", "after"] = "after"
    changes: Callable[[Lab], Changes] = _as_given


def _reload(node: Node) -> None:
    """The node reads its keystore and loses the connections that stood, as after a restart."""
    node.loaded = keystore.read(node)
    node.connected = {}


def _write_entries(node: Node, entries: dict[str, str]) -> None:
    node.keystore.write_text(keystore_command.MAGIC + json.dumps(entries), encoding="utf-8")


def _key_missing(lab: Lab) -> None:
    node = lab.local.state.nodes[-1]
    _write_entries(node, {keystore.SEED: "seed"})
    _reload(node)


def _key_garbled(lab: Lab) -> None:
    node = lab.local.state.nodes[-1]
    entries = keystore.read(node)
    _write_entries(node, {name: value[:-8] if name != keystore.SEED else value for name, value in entries.items()})
    _reload(node)


def _keys_expire(lab: Lab) -> None:
    for key in lab.remote.state.keys.values():
        key.expiration = now_ms() - 1000
    _disconnect(lab)


def _keys_invalidated(lab: Lab) -> None:
    for key in lab.remote.state.keys.values():
        key.invalidated = True
    _disconnect(lab)


def _keys_narrowed(lab: Lab) -> None:
    for key in lab.remote.state.keys.values():
        key.access = {"search": [{"names": ["metrics-*"], "allow_restricted_indices": False}]}


def _key_left_over(lab: Lab) -> None:
    state = lab.remote.state
    twins = [replace(key, id=made_id()) for key in state.keys.values()]
    state.keys = {**state.keys, **{key.id: key for key in twins}}


def _disconnect(lab: Lab) -> None:
    for node in lab.local.state.nodes:
        node.connected = {}


def _wrong_ca(lab: Lab) -> None:
    other = Authority.make("remote interface CA")
    for node in lab.local.state.nodes:
        other.write(node.config / TRUSTED)
    _disconnect(lab)


def _ca_missing(lab: Lab) -> None:
    node = lab.local.state.nodes[-1]
    node.trusts = ()
    node.connected = {}


def _certificate(lab: Lab, authority: Authority, *, host: str = "127.0.0.1", expired: bool = False) -> None:
    """The remote cluster server shows another certificate: a node reads a changed file again by itself."""
    certificate = lab.remote.state.nodes[0].config / "certs" / "remote-cluster.crt"
    authority.issue("remote-1", certificate, host=host, expired=expired)
    if lab.remote.interface:
        lab.remote.interface.use(server_context(certificate))
    _disconnect(lab)


def _certificate_expired(lab: Lab) -> None:
    _certificate(lab, lab.remote.interface_authority, expired=True)


def _certificate_for_another(lab: Lab) -> None:
    _certificate(lab, lab.remote.interface_authority, host="other.example")


def _certificate_of_another_ca(lab: Lab) -> None:
    _certificate(lab, Authority.make("another CA"))


def _interface_off(lab: Lab) -> None:
    if lab.remote.interface:
        lab.remote.interface.stop()
    lab.remote.interface = None
    lab.remote.state.nodes[0].interface_port = 0
    _disconnect(lab)


def _frozen(lab: Lab) -> None:
    lab.remote.freeze()
    _disconnect(lab)


def _remote_down(lab: Lab) -> None:
    lab.remote.stop()
    _disconnect(lab)


def _local_down(lab: Lab) -> None:
    lab.local.stop()


def _basic(cluster: Cluster) -> None:
    cluster.licence = "basic"


def _password_changed(cluster: Cluster, user: str) -> None:
    cluster.users[user].password = "changed meanwhile"


def _weak(cluster: Cluster) -> None:
    role = {"cluster": ["monitor"], "indices": [], "applications": [], "run_as": [], "metadata": {}}
    remote = {"names": ["*"], "privileges": ["read"], "allow_restricted_indices": False, "clusters": ["*"]}
    cluster.roles = {**cluster.roles, "watcher": {**role, "remote_indices": [remote]}}
    cluster.users["admin"].roles = ["watcher"]


def _old(cluster: Cluster) -> None:
    cluster.nodes[-1].version = "8.12.2"


def _no_client_role(lab: Lab) -> None:
    for node in lab.local.state.nodes:
        node.roles = ("data", "ingest", "master")


def _role_missing(lab: Lab) -> None:
    lab.local.state.users["jdoe"].roles = ["analyst"]


def _alias_taken(lab: Lab) -> None:
    lab.local.state.settings = {
        "cluster.remote.analytics.mode": "proxy",
        "cluster.remote.analytics.proxy_address": "other.example:9443",
    }


def _alias_removed(lab: Lab) -> None:
    lab.local.state.settings = {}
    _disconnect(lab)


def _ca_file_lost(lab: Lab) -> None:
    lab.remote.interface_ca.unlink()


def _same_cluster(lab: Lab) -> None:
    state = lab.local.state
    state.users = {**state.users, "admin2": User(lab.passwords["remote admin"], ["superuser"])}


def _same_cluster_answers(lab: Lab) -> Changes:
    return {"remote.url": lab.local.urls[0], "remote.ca_file": str(lab.local.http_ca), "remote.user": "admin2"}


def _rest_address(lab: Lab) -> str:
    return f"127.0.0.1:{lab.remote.rest[0].port}"


def _leads_to(lab: Lab, address: str) -> None:
    """Every alias was registered with this address."""
    state = lab.local.state
    state.settings = {
        name: address if name.endswith(".proxy_address") else value for name, value in state.settings.items()
    }
    _disconnect(lab)


def _foreign_node(lab: Lab) -> Changes:
    return {"local.node_urls": (*lab.local.urls[:-1], lab.remote.urls[0])}


FAULTS: tuple[Fault, ...] = (
    Fault("key-missing-on-node", "one local node has no key in its keystore", "RC-TRUST-003", ("RC-TRUST-003",),
          _key_missing),
    Fault("key-garbled-on-node", "one local node has a key that was cut off", "RC-REG-003", ("RC-REG-003",),
          _key_garbled),
    Fault("key-expired", "the key expired", "RC-TRUST-006", ("RC-TRUST-006",), _keys_expire),
    Fault("key-invalidated", "the key was invalidated", "RC-TRUST-005", ("RC-TRUST-005",), _keys_invalidated),
    Fault("key-too-narrow", "the key allows other indices", "RC-TRUST-006", ("RC-TRUST-006",), _keys_narrowed),
    Fault("key-left-over", "a second key of the same session is alive", "RC-TRUST-009", ("RC-TRUST-009",),
          _key_left_over),
    Fault("wrong-ca", "the local nodes trust an older CA of the same name", "RC-TRUST-004", ("RC-TRUST-004",),
          _wrong_ca),
    Fault("ca-missing-on-node", "one local node does not trust the remote's CA", "RC-TRUST-004", ("RC-TRUST-004",),
          _ca_missing),
    Fault("ca-file-lost", "the CA file that was given is gone", "RC-TRUST-008", ("RC-TRUST-008",), _ca_file_lost),
    Fault("certificate-expired", "the certificate of the remote cluster server expired", "RC-TRUST-001",
          ("RC-TRUST-001", "RC-REG-004"), _certificate_expired),
    Fault("certificate-for-another", "the certificate of the remote cluster server names another host", "RC-REG-004",
          ("RC-TRUST-002", "RC-REG-004"), _certificate_for_another),
    Fault("certificate-of-another-ca", "the certificate of the remote cluster server is of another CA", "RC-TRUST-001",
          ("RC-TRUST-001", "RC-REG-004"), _certificate_of_another_ca),
    Fault("remote-down", "the remote cluster is stopped", "RC-REMOTE-001",
          ("RC-REMOTE-001", "RC-REACH-002", "RC-REG-004"), _remote_down),
    Fault("remote-frozen", "the remote cluster takes connections and says nothing", "RC-REMOTE-001",
          ("RC-REMOTE-001", "RC-REACH-003", "RC-REG-004"), _frozen),
    Fault("interface-off", "the remote cluster server is off", "RC-REMOTE-007", ("RC-REMOTE-007", "RC-REACH-002"),
          _interface_off),
    Fault("local-down", "the local cluster is stopped", "RC-LOCAL-001", ("RC-LOCAL-001",), _local_down),
    Fault("basic-licence", "the remote licence is basic", "RC-REMOTE-005", ("RC-REMOTE-005",),
          lambda lab: _basic(lab.remote.state)),
    Fault("local-basic-licence", "the local licence is basic", "RC-LOCAL-005", ("RC-LOCAL-005",),
          lambda lab: _basic(lab.local.state)),
    Fault("local-password-changed", "the password for the local cluster was changed", "RC-LOCAL-002",
          ("RC-LOCAL-002",), lambda lab: _password_changed(lab.local.state, "admin")),
    Fault("remote-password-changed", "the password for the remote cluster was changed", "RC-REMOTE-002",
          ("RC-REMOTE-002",), lambda lab: _password_changed(lab.remote.state, "admin")),
    Fault("local-login-weak", "the login may not write on the local cluster", "RC-LOCAL-003", ("RC-LOCAL-003",),
          lambda lab: _weak(lab.local.state)),
    Fault("remote-login-weak", "the login may not make keys on the remote cluster", "RC-REMOTE-003",
          ("RC-REMOTE-003",), lambda lab: _weak(lab.remote.state)),
    Fault("local-node-old", "a local node is too old for API keys", "RC-LOCAL-004", ("RC-LOCAL-004",),
          lambda lab: _old(lab.local.state)),
    Fault("remote-node-old", "a remote node is too old for API keys", "RC-REMOTE-004", ("RC-REMOTE-004",),
          lambda lab: _old(lab.remote.state)),
    Fault("no-client-role", "no local node may open connections", "RC-LOCAL-006", ("RC-LOCAL-006",), _no_client_role),
    Fault("alias-removed", "somebody removed the connection", "RC-REG-002", ("RC-REG-002",), _alias_removed),
    Fault("role-missing", "the person who searches lost their role", "RC-USE-001", ("RC-USE-001",), _role_missing),
    Fault("searcher-password-changed", "the person who searches has a new password", "RC-LOCAL-009", ("RC-LOCAL-009",),
          lambda lab: _password_changed(lab.local.state, "jdoe")),
    Fault("alias-taken", "the alias leads to another cluster already", "RC-REG-001", ("RC-REG-001",), _alias_taken,
          "before"),
    Fault("wrong-port", "the connection was made with the REST port", "RC-REACH-003", ("RC-REACH-003", "RC-REG-004"),
          lambda lab: _leads_to(lab, _rest_address(lab)), "after",
          lambda lab: {"remote.address": (_rest_address(lab),)}),
    Fault("unknown-host", "the connection was made with a host that has no address", "RC-REACH-001",
          ("RC-REACH-001", "RC-REG-004"), lambda lab: _leads_to(lab, NO_HOST), "after",
          lambda lab: {"remote.address": (NO_HOST,)}),
    Fault("foreign-node", "an address of a local node is one of the remote cluster", "RC-LOCAL-007",
          ("RC-LOCAL-007",), when="before", changes=_foreign_node),
    Fault("keystore-command-missing", "the keystore command is not where the answers say", "RC-LOCAL-008",
          ("RC-LOCAL-008",), when="before", changes=lambda lab: {"local.keystore_command": "bin/no-such-command"}),
    Fault("same-cluster", "both addresses lead to the same cluster", "RC-REMOTE-010", ("RC-REMOTE-010",),
          _same_cluster, "before", _same_cluster_answers),
)  # fmt: skip


def fault(name: str) -> Fault | None:
    """The fault of that name."""
    return next((each for each in FAULTS if each.name == name), None)
