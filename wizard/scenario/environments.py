"""Environments: what each place where a cluster runs offers as the remote and needs as the local side, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from wizard.scenario.model import Environment

CaKind = Literal["public", "either", "private", "platform", "operator"]
"""Who signs the remote's certificate: `private` is the usual case (public where something else ends TLS), `platform`
is the local cluster's own platform (no step), `operator` is spread by the ECK operator."""

FilterIdentifier = Literal["cluster", "organization", "environment"]


@dataclass(frozen=True, slots=True)
class EnvironmentRow:
    """What is so of one environment in every pair.

    Of the remote: `opening` (how its remote cluster interface is opened), `address` (what the local cluster dials),
    `certificate_port`, `certificate_authority`, `needs_as_remote`, `needs_to_open`, `guards` (what else may limit who
    connects). Of the local side: `key_place`, `ca_place`, `needs_as_local`, `filter_identifiers` (least privilege
    first) and `filter_sources`, by which a filter of the remote knows it. Of either: `needs`, and with API keys
    `needs_for_keys` too; `key_restart_hint` says when the key needs no restart after all.
    """

    title: str
    word: str
    people: str
    has_control_plane: bool
    files_by_hand: bool
    interface_on_by_default: bool
    certificate_authority: CaKind
    certificate_port: int
    opening: str
    address: str
    key_place: str
    ca_place: str
    restarted_by: str
    restart_to_open: bool
    restart_for_key: bool
    restart_for_ca: bool
    filter_identifiers: tuple[FilterIdentifier, ...]
    filter_sources: str
    guards: tuple[str, ...]
    needs: tuple[str, ...]
    needs_as_local: tuple[str, ...] = ()
    needs_as_remote: tuple[str, ...] = ()
    needs_for_keys: tuple[str, ...] = ()
    needs_to_open: tuple[str, ...] = ()
    key_restart_hint: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A choice that is shown but cannot be made: why, and where to go instead."""

    title: str
    reason: str
    instead: str


SERVERLESS = Refused(
    title="Serverless",
    reason="Serverless projects have no remote clusters, neither as the local nor as the remote side.",
    instead="Projects of one organization search each other with cross-project search: link them in the "
    "Elastic Cloud console. It has no replication.",
)

ENVIRONMENTS: Mapping[Environment, EnvironmentRow] = MappingProxyType(
    {
        "ech": EnvironmentRow(
            title="Elastic Cloud Hosted",
            word="ECH",
            people="someone who may edit the deployment",
            has_control_plane=True,
            files_by_hand=False,
            interface_on_by_default=True,
            certificate_authority="public",
            certificate_port=9400,
            opening="always open",
            address="the deployment's own endpoint",
            key_place="control plane: keystore of the deployment",
            ca_place="control plane: trusted environment",
            restarted_by="",
            restart_to_open=False,
            restart_for_key=False,
            restart_for_ca=False,
            filter_identifiers=("cluster", "organization"),
            filter_sources="outgoing addresses of the region, as Elastic publishes them (none on Google Cloud)",
            guards=(),
            needs=("ECH deployments from before February 2021: remote clusters must be enabled first",),
            needs_as_local=("An address of the remote cluster that is public, by name and by address",),
        ),
        "ece": EnvironmentRow(
            title="Elastic Cloud Enterprise",
            word="ECE",
            people="someone who may edit the deployment, and a platform administrator",
            has_control_plane=True,
            files_by_hand=False,
            interface_on_by_default=True,
            certificate_authority="either",
            certificate_port=9400,
            opening="always open; the platform's proxies and load balancer must let the port through",
            address="the deployment's own endpoint",
            key_place="control plane: keystore of the deployment",
            ca_place="control plane: trusted environment",
            restarted_by="",
            restart_to_open=False,
            restart_for_key=False,
            restart_for_ca=False,
            filter_identifiers=("cluster", "environment"),
            filter_sources="addresses of the allocator hosts",
            guards=(),
            needs=(
                "ECE deployments from before 2.9: remote clusters must be enabled first",
                "ECE: not a system deployment",
            ),
            needs_as_remote=("ECE proxies and load balancer that answer on the port",),
        ),
        "eck": EnvironmentRow(
            title="Elastic Cloud on Kubernetes",
            word="ECK",
            people="Kubernetes administrator",
            has_control_plane=False,
            files_by_hand=False,
            interface_on_by_default=False,
            certificate_authority="private",
            certificate_port=9300,
            opening="manifest: remote cluster server on, and a way in from outside Kubernetes",
            address="your load balancer or TCP ingress; inside one network the service itself",
            key_place="manifest: a Secret named in the secure settings",
            ca_place="manifest: mounted file and node settings",
            restarted_by="by the operator",
            restart_to_open=True,
            restart_for_key=True,
            restart_for_ca=True,
            filter_identifiers=(),
            filter_sources="outgoing addresses of the Kubernetes nodes",
            guards=("Elasticsearch's own IP filter", "Kubernetes network policy"),
            needs=(),
            needs_for_keys=("ECK: Enterprise licence or Enterprise trial",),
            needs_to_open=("ECK 3.3 or newer to set up the interface's service; 3.0 to 3.2: a service of your own",),
            key_restart_hint="from ECK 3.5 with Elasticsearch 9.5 an annotation spares it for the key",
        ),
        "self": EnvironmentRow(
            title="Self-managed",
            word="self",
            people="administrator of the nodes",
            has_control_plane=False,
            files_by_hand=True,
            interface_on_by_default=False,
            certificate_authority="private",
            certificate_port=9300,
            opening="certificate and settings on every node",
            address="your nodes, or a TCP load balancer before them",
            key_place="keystore command on every node, then a reload",
            ca_place="file and setting on every node",
            restarted_by="by hand, node by node",
            restart_to_open=True,
            restart_for_key=False,
            restart_for_ca=True,
            filter_identifiers=(),
            filter_sources="outgoing addresses of the nodes",
            guards=("Elasticsearch's own IP filter", "your firewall"),
            needs=(),
        ),
    }
)
