"""Methods: how one security model works on one pair: port, address, modes, trust, restarts and needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wizard.scenario.environments import CaKind, EnvironmentRow
from wizard.scenario.model import INTERFACE_PORT, Mode, Security
from wizard.scenario.versions import API_KEY_MINIMUM

Exchange = Literal[
    "accounts",  # organization or environment and cluster ids, in the deployment's trust settings
    "direct-ece",  # trust settings of a deployment on ECH: certificate authority of an ECE platform
    "direct-ess",  # trust settings of a deployment on ECE: certificate authorities of an ECH region
    "direct-generic",  # trust settings of a deployment: any other certificate authority
    "external",  # trust between two ECE platforms, then between the deployments
    "ca-eck",  # manifest: further certificate authority
    "ca-eck-restricted",  # manifest: certificate authority and a list of allowed names, mounted in every pod
    "ca-self",  # node files: further certificate authority
    "ca-self-restricted",  # node files: certificate authority and a list of allowed names
    "operator",  # made by the ECK operator
]
"""How one side comes to trust the other's certificates."""

EXCHANGE_WORDS: Mapping[Exchange, str] = {
    "accounts": "control plane: trusted accounts; may already be so by default",
    "direct-ece": "control plane: the ECE platform as a trusted environment",
    "direct-ess": "control plane: the ECH region as a trusted environment",
    "direct-generic": "control plane: the other cluster's certificate authority as a trusted environment",
    "external": "trust between the platforms first, then control plane of the deployment",
    "ca-eck": "manifest: certificate authority of the other cluster",
    "ca-eck-restricted": "manifest: certificate authority and list of allowed names, mounted in every pod",
    "ca-self": "files of every node: certificate authority of the other cluster, unless both share one",
    "ca-self-restricted": "files of every node: certificate authority, list of allowed names, and node certificates "
    "named the way the cloud expects",
    "operator": "manifest; the operator does the rest",
}

_ROLLED_FOR: Mapping[Exchange, str] = {
    "ca-eck-restricted": "rolling restart by the operator",
    "ca-self": "rolling restart by hand, node by node",
    "ca-self-restricted": "rolling restart by hand, node by node",
}
_NONE = "none"
_KEY_NEEDS = (
    f"Elasticsearch {API_KEY_MINIMUM.series} or newer on every node of both clusters",
    "Enterprise or active trial licence on both clusters",
)
_CERTIFICATE_NEEDS = (
    "Versions that can talk to each other",
    "For replication: Platinum, Enterprise or trial licence on both clusters",
    "For ES|QL: Enterprise or trial licence on both clusters",
)


@dataclass(frozen=True, slots=True)
class PerSide:
    """The same kind of fact, in words, for each of the two sides."""

    local: str
    remote: str


@dataclass(frozen=True, slots=True)
class Method:
    """One security model on one pair. `modes`: the default first; `mode_hint` says what the second one needs.

    `address`: what the local cluster dials; `trust`: where it is made; `exchange` (certificates only): how the local
    and the remote side come to trust each other.
    """

    security: Security
    port: int
    address: str
    modes: tuple[Mode, ...]
    mode_hint: str
    trust: PerSide
    exchange: tuple[Exchange, Exchange] | None
    restarts: PerSide
    needs: tuple[str, ...]


def api_key_method(
    local: EnvironmentRow, remote: EnvironmentRow, ca: CaKind, modes: tuple[Mode, ...], mode_hint: str
) -> Method:
    """The API-key model between two environments where a person makes the key."""
    takes_ca = ca in ("either", "private")
    return Method(
        security="api-key",
        port=INTERFACE_PORT,
        address=remote.address,
        modes=modes,
        mode_hint=mode_hint,
        trust=PerSide(
            local=local.key_place + (f"; for a private CA, {local.ca_place}" if takes_ca else ""),
            remote=f"Elasticsearch API: cross-cluster API key; interface: {remote.opening}",
        ),
        exchange=None,
        restarts=PerSide(local=_local_restart(local, takes_ca), remote=_opening_restart(remote)),
        needs=_each_once(
            _KEY_NEEDS, _needs(local, remote), local.needs_for_keys, remote.needs_for_keys, remote.needs_to_open
        ),
    )


def certificate_method(
    local: EnvironmentRow,
    remote: EnvironmentRow,
    exchange: tuple[Exchange, Exchange],
    modes: tuple[Mode, ...],
    mode_hint: str,
) -> Method:
    """The certificate model between two environments."""
    return Method(
        security="certificate",
        port=remote.certificate_port,
        address=remote.address,
        modes=modes,
        mode_hint=mode_hint,
        trust=PerSide(EXCHANGE_WORDS[exchange[0]], EXCHANGE_WORDS[exchange[1]]),
        exchange=exchange,
        restarts=PerSide(_ROLLED_FOR.get(exchange[0], _NONE), _ROLLED_FOR.get(exchange[1], _NONE)),
        needs=_each_once(_CERTIFICATE_NEEDS, _needs(local, remote)),
    )


def declared_methods(environment: EnvironmentRow) -> tuple[Method, Method]:
    """Both models where one operator owns both sides and makes the connection from manifests."""
    restart = f"rolling restart {environment.restarted_by}"
    address, mode_hint = "the remote's service inside Kubernetes", "set by the operator"
    return (
        Method(
            security="api-key",
            port=INTERFACE_PORT,
            address=address,
            modes=("sniff",),
            mode_hint=mode_hint,
            trust=PerSide(
                local="manifest: the remote cluster and its access; the operator makes and stores the key",
                remote="manifest: remote cluster server on",
            ),
            exchange=None,
            restarts=PerSide(local=restart, remote=_opening_restart(environment)),
            needs=(*_KEY_NEEDS, "ECK 2.16 or newer", *environment.needs_for_keys),
        ),
        Method(
            security="certificate",
            port=environment.certificate_port,
            address=address,
            modes=("sniff",),
            mode_hint=mode_hint,
            trust=PerSide(local=EXCHANGE_WORDS["operator"], remote="nothing; the operator does it"),
            exchange=("operator", "operator"),
            restarts=PerSide(_NONE, _NONE),
            needs=(*_CERTIFICATE_NEEDS, *environment.needs_for_keys),
        ),
    )


def _needs(local: EnvironmentRow, remote: EnvironmentRow) -> tuple[str, ...]:
    return (*local.needs, *remote.needs, *local.needs_as_local, *remote.needs_as_remote)


def _each_once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for group in groups for text in group))


def _local_restart(local: EnvironmentRow, takes_ca: bool) -> str:
    if local.restart_for_key:
        hint = f"; {local.key_restart_hint}" if local.key_restart_hint else ""
        return f"rolling restart {local.restarted_by}{hint}"
    if local.restart_for_ca and takes_ca:
        return f"for a private CA: rolling restart {local.restarted_by}"
    return _NONE


def _opening_restart(remote: EnvironmentRow) -> str:
    if remote.restart_to_open:
        return f"unless the interface is open already: rolling restart {remote.restarted_by}"
    return _NONE
