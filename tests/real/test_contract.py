"""The cluster contract, run on real nodes of both majors."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.contract.cluster_contract import ClusterContract
from tests.contract.pair import Caller
from tests.real.cluster import RealCluster
from tests.real.fixtures import ClusterFactory
from tests.real.spec import VERSION_8, VERSION_9, ClusterSpec
from wizard.clients.node_shell import Ran
from wizard.clients.probe import probe
from wizard.clients.seen import Seen
from wizard.errors import ReachError
from wizard.scenario.model import Login, Side, SideName, secret_ref

pytestmark = pytest.mark.real


@dataclass(frozen=True)
class RealPair:
    """Two real clusters as the contract wants them."""

    local_cluster: RealCluster
    remote_cluster: RealCluster

    @property
    def local(self) -> Side:
        return side("local", self.local_cluster)

    @property
    def remote(self) -> Side:
        return side("remote", self.remote_cluster)

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"LOCAL_SECRET": self.local_cluster.password, "REMOTE_SECRET": self.remote_cluster.password}

    @property
    def interface(self) -> str:
        return f"127.0.0.1:{self.remote_cluster.nodes[0].remote_port}"

    @property
    def local_nodes(self) -> tuple[str, ...]:
        return tuple(node.name for node in self.local_cluster.nodes)

    def keystore(self, node: str, *argv: str, stdin: str = "") -> Ran:
        [found] = [each for each in self.local_cluster.nodes if each.name == node]
        ran = found.keystore(*argv, stdin=stdin)
        return Ran(ran.returncode, ran.stdout, ran.stderr, 0.0)


def side(name: SideName, cluster: RealCluster) -> Side:
    """The side that a person's answers would give for this cluster."""
    return Side(
        name,
        "self",
        url=cluster.url,
        node_urls=tuple(node.url for node in cluster.nodes),
        login=Login("password", cluster.elastic.user, secret_ref(f"{name}.secret")),
        ca_file=str(cluster.http_ca),
        version=cluster.version,
    )


def running(clusters: ClusterFactory, version: str) -> Iterator[RealPair]:
    """A pair whose local nodes trust the remote's interface."""
    [remote] = clusters(ClusterSpec(f"contract-remote-{version[0]}", version))
    [local] = clusters(
        ClusterSpec(f"contract-local-{version[0]}", version, remote_server=False, trust=(remote.interface_ca,))
    )
    yield RealPair(local, remote)
    local.stop()
    remote.stop()


class RealPorts:
    """What the probe sees of real nodes' ports."""

    def look(self, port: int, ca: Path) -> Seen:
        return probe("127.0.0.1", port, ca_pem=ca.read_text(encoding="utf-8"))

    def test_probe_of_the_interface(self, pair: RealPair) -> None:
        remote = pair.remote_cluster
        seen = self.look(remote.nodes[0].remote_port, remote.interface_ca)
        assert (seen.tls, seen.interface, seen.client_certificate) == ("verified", "remote-cluster", False)
        assert seen.release == remote.version
        assert str(seen.transport_version).startswith({"8": "8841", "9": "9458"}[remote.version[0]])
        assert seen.took_s < 2
        assert self.look(remote.nodes[0].remote_port, remote.http_ca).tls == "untrusted"

    def test_probe_of_the_transport_port(self, pair: RealPair) -> None:
        remote = pair.remote_cluster
        seen = self.look(remote.nodes[0].transport_port, remote.transport_ca)
        assert (seen.tls, seen.interface, seen.client_certificate) == ("verified", "transport", True)

    def test_probe_of_the_rest_port(self, pair: RealPair) -> None:
        remote = pair.remote_cluster
        seen = self.look(remote.nodes[0].http_port, remote.http_ca)
        assert (seen.tls, seen.interface, seen.release) == ("verified", "http", "")

    def test_transport_port_is_no_rest_address(self, pair: RealPair) -> None:
        url = f"https://127.0.0.1:{pair.remote_cluster.nodes[0].transport_port}"
        caller = Caller(replace(pair.remote, url=url, ca_file=str(pair.remote_cluster.transport_ca)), pair.secrets)
        with pytest.raises(ReachError) as caught:
            caller("GET", "/")
        assert caught.value.kind == "interface"

    def test_frozen_node(self, pair: RealPair) -> None:
        node = pair.remote_cluster.nodes[0]
        caller = Caller(pair.remote, pair.secrets)
        caller("GET", "/")
        node.freeze()
        try:
            began = time.monotonic()
            with pytest.raises(ReachError) as caught:
                caller("GET", "/", timeout_s=1)
            assert time.monotonic() - began < 1.5
        finally:
            node.thaw()
        assert caught.value.kind == "timeout"
        assert caller("GET", "/").status == 200


class TestContract8(RealPorts, ClusterContract):
    """Elasticsearch 8.19."""

    @pytest.fixture(scope="class")
    @classmethod
    def pair(cls, clusters: ClusterFactory) -> Iterator[RealPair]:
        yield from running(clusters, VERSION_8)


class TestContract9(RealPorts, ClusterContract):
    """Elasticsearch 9.5."""

    @pytest.fixture(scope="class")
    @classmethod
    def pair(cls, clusters: ClusterFactory) -> Iterator[RealPair]:
        yield from running(clusters, VERSION_9)
