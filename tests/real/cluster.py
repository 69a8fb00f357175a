"""Starts real clusters side by side."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.real.java_tools import Kit, prepare_kit, with_archive
from tests.real.layout import lay_out
from tests.real.node import RealNode
from tests.real.real_cluster import RealCluster
from tests.real.spec import ClusterSpec

__all__ = ["ClusterSpec", "RealCluster", "start_clusters"]

START_DEADLINE = 120.0


def start_clusters(specs: Sequence[ClusterSpec], folder: Path) -> list[RealCluster]:
    """Starts all nodes of all clusters side by side and waits for them; raises ToolsMissing or NodeFailed."""
    kits = {version: with_archive(prepare_kit(version), _train) for version in {spec.version for spec in specs}}
    return _start([(spec, kits[spec.version]) for spec in specs], folder)


def _start(wanted: Sequence[tuple[ClusterSpec, Kit]], folder: Path) -> list[RealCluster]:
    with ThreadPoolExecutor(4) as pool:
        clusters = list(pool.map(lambda pair: lay_out(pair[0], folder, pair[1]), wanted))
    nodes = [node for cluster in clusters for node in cluster.nodes]
    try:
        _start_nodes(nodes)
    except BaseException:
        for node in nodes:
            node.kill()
        raise
    return clusters


def _start_nodes(nodes: Iterable[RealNode]) -> None:
    started = list(nodes)
    for node in started:
        node.start()
    end = time.monotonic() + START_DEADLINE
    for node in started:
        node.wait_ready(max(end - time.monotonic(), 1))


def _train(kit: Kit, folder: Path) -> None:
    [cluster] = _start([(ClusterSpec("training", kit.version), kit)], folder)
    try:
        # What every test does early: classes used here are in the archive.
        key = {"name": "k", "access": {"search": [{"names": ["a"]}]}}
        cluster.request("POST", "/_security/cross_cluster/api_key", key)
        cluster.request("PUT", "/a/_doc/1?refresh=true", {"a": 1})
        cluster.request("GET", "/a/_search")
    finally:
        cluster.stop()
