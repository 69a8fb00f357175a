"""The practice clusters as the cluster contract wants them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from wizard.clients.node_shell import Ran
from wizard.clients.processes import run_program
from wizard.lab.cluster import RunningCluster
from wizard.lab.start import Lab, start_lab
from wizard.scenario.model import Login, Side, SideName, secret_ref


@dataclass(frozen=True)
class LabPair:
    """Both practice clusters; nothing is set up between them but trust."""

    lab: Lab

    @property
    def local(self) -> Side:
        return side("local", self.lab.local)

    @property
    def remote(self) -> Side:
        return side("remote", self.lab.remote)

    @property
    def secrets(self) -> Mapping[str, str]:
        return {"LOCAL_SECRET": self.lab.passwords["local"], "REMOTE_SECRET": self.lab.passwords["remote"]}

    @property
    def interface(self) -> str:
        return self.lab.remote.interface_address

    @property
    def local_nodes(self) -> tuple[str, ...]:
        return tuple(node.name for node in self.lab.local.state.nodes)

    def keystore(self, node: str, *argv: str, stdin: str = "") -> Ran:
        return run_program([str(self.lab.local.command_of(node)), *argv], stdin, 10)


def side(name: SideName, cluster: RunningCluster) -> Side:
    """The side that a person's answers would give for this cluster."""
    return Side(
        name,
        "self",
        url=cluster.urls[0],
        node_urls=cluster.urls,
        login=Login("password", "elastic", secret_ref(f"{name}.secret")),
        ca_file=str(cluster.http_ca),
        version=cluster.state.version,
    )


@contextmanager
def running(version: str, remote_version: str = "") -> Iterator[LabPair]:
    """A pair, until the block ends."""
    with start_lab(version, remote_version, patience_s=1) as lab:
        yield LabPair(lab)
