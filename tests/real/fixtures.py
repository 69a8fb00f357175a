"""Pytest fixtures with real clusters; load with `pytest_plugins = ["tests.real.fixtures"]`."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.real.cluster import RealCluster, start_clusters
from tests.real.java_tools import prepare_kit
from tests.real.jdks import ToolsMissing
from tests.real.spec import VERSION_8, VERSION_9, ClusterSpec

ClusterFactory = Callable[..., list[RealCluster]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clusters: the one that will search and the one that will be searched."""

    local: RealCluster
    remote: RealCluster


def pytest_configure(config: pytest.Config) -> None:
    """Declares the mark of tests with real nodes."""
    config.addinivalue_line("markers", "real: starts real Elasticsearch nodes (needs Java and Maven)")


def skip_or_fail(reason: str) -> None:
    """Skips the test, or fails it where `RCW_REQUIRE_REAL=1` promises that all tools are there."""
    if os.environ.get("RCW_REQUIRE_REAL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def real_or_skip(version: str) -> None:
    """Skips or fails when real nodes of this version cannot be started here."""
    try:
        prepare_kit(version)
    except ToolsMissing as missing:
        skip_or_fail(str(missing))


def _running(tmp_path_factory: pytest.TempPathFactory, *specs: ClusterSpec) -> list[RealCluster]:
    for version in sorted({spec.version for spec in specs}):
        real_or_skip(version)
    return start_clusters(specs, tmp_path_factory.mktemp("real"))


def _pair(tmp_path_factory: pytest.TempPathFactory, version: str) -> Iterator[Pair]:
    local, remote = _running(
        tmp_path_factory,
        ClusterSpec("local", version, remote_server=False),
        ClusterSpec("remote", version, remote_server=False),
    )
    yield Pair(local, remote)
    local.stop()
    remote.stop()


@pytest.fixture(scope="session")
def real_8_pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two one-node clusters 8.19; remote cluster servers are off, no trust between them."""
    yield from _pair(tmp_path_factory, VERSION_8)


@pytest.fixture(scope="session")
def real_9_pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two one-node clusters 9.5; remote cluster servers are off, no trust between them."""
    yield from _pair(tmp_path_factory, VERSION_9)


@pytest.fixture(scope="session")
def real_trio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A local cluster of three nodes and a remote one with its remote cluster server on, both 8.19."""
    local, remote = _running(
        tmp_path_factory,
        ClusterSpec("trio", VERSION_8, nodes=3, remote_server=False),
        ClusterSpec("trio-remote", VERSION_8, remote_server=True),
    )
    yield Pair(local, remote)
    local.stop()
    remote.stop()


@pytest.fixture(scope="module")
def clusters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterFactory]:
    """Call it with specs: starts those clusters; they end with the test module."""
    started: list[RealCluster] = []

    def start(*specs: ClusterSpec) -> list[RealCluster]:
        new = _running(tmp_path_factory, *specs)
        started.extend(new)
        return new

    yield start
    for cluster in started:
        cluster.stop()
