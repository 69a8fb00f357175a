"""The ssh shell against real ssh servers, one for each node, with the nodes' keystore command behind them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.real.fixtures import real_or_skip, skip_or_fail
from tests.real.java_tools import prepare_kit
from tests.real.jdks import ToolsMissing
from tests.real.layout import lay_out
from tests.real.real_cluster import RealCluster
from tests.real.spec import VERSION_8, ClusterSpec
from tests.real.sshd import Sshd
from wizard.clients.shells import SshShell
from wizard.errors import NodeCommandError

pytestmark = pytest.mark.real

ENTRY = "cluster.remote.prod.credentials"


@dataclass(frozen=True)
class Hosts:
    """The nodes, their servers, and a shell that reaches them."""

    cluster: RealCluster
    sshd: Sshd
    shell: SshShell
    folder: Path

    def altered(self, old: str, new: str) -> SshShell:
        """A shell whose ssh config says something else."""
        text = self.sshd.config_file.read_text(encoding="utf-8")
        assert old in text
        changed = self.folder / "altered_config"
        changed.write_text(text.replace(old, new), encoding="utf-8")
        return SshShell(self.shell.nodes, ("-F", str(changed)))


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    real_or_skip(VERSION_8)
    folder = tmp_path_factory.mktemp("ssh")
    # The keystore command works on the node's files: the nodes themselves need not run.
    cluster = lay_out(ClusterSpec("ssh", VERSION_8, nodes=2), folder, prepare_kit(VERSION_8))
    try:
        with Sshd.for_nodes(folder / "sshd", cluster.nodes) as sshd:
            shell = SshShell([node.name for node in cluster.nodes], ("-F", str(sshd.config_file)))
            yield Hosts(cluster, sshd, shell, folder)
    except ToolsMissing as missing:
        skip_or_fail(str(missing))


def failed(shell: SshShell, node: str) -> NodeCommandError:
    with pytest.raises(NodeCommandError) as caught:
        shell.run(node, ["true"])
    assert caught.value.node == node
    return caught.value


def test_keystore_of_each_node(hosts: Hosts) -> None:
    first, second = hosts.cluster.nodes
    added = hosts.shell.run(first.name, [first.keystore_command, "add", "-f", "-x", ENTRY], "c2VjcmV0OnZhbHVl\n")
    assert (added.code, added.out) == (0, "")
    listed = [hosts.shell.run(node.name, [node.keystore_command, "list"]).out.split() for node in (first, second)]
    assert [ENTRY in names for names in listed] == [True, False]
    assert first.keystore("show", ENTRY).stdout.strip() == "c2VjcmV0OnZhbHVl"
    removed = hosts.shell.run(first.name, [first.keystore_command, "remove", ENTRY])
    assert removed.code == 0
    again = hosts.shell.run(first.name, [first.keystore_command, "remove", ENTRY])
    assert again.code == 78
    assert f"Setting [{ENTRY}] does not exist in the keystore." in again.err


def test_quoting_survives_both_shells(hosts: Hosts) -> None:
    words = ["it's", "$HOME", "a b", "*", '"', "back\\slash", ""]
    ran = hosts.shell.run(hosts.shell.nodes[0], ["printf", "[%s]\\n", *words])
    assert ran.out == "".join(f"[{word}]\n" for word in words)


def test_time_limit(hosts: Hosts) -> None:
    began = time.monotonic()
    with pytest.raises(NodeCommandError, match=r"did not end within 0\.5 s"):
        hosts.shell.run(hosts.shell.nodes[0], ["sleep", "30"], timeout_s=0.5)
    assert time.monotonic() - began < 3


def test_unknown_host_key(hosts: Hosts) -> None:
    error = failed(hosts.altered("known_hosts", "no_known_hosts"), hosts.shell.nodes[0])
    assert error.saw == "Host key verification failed."
    assert f"ssh {hosts.shell.nodes[0]}" in error.hint


def test_key_that_is_not_let_in(hosts: Hosts) -> None:
    error = failed(hosts.altered("client_key", "host_key"), hosts.shell.nodes[0])
    assert "Permission denied" in error.saw
    assert "ssh-add" in error.hint


def test_name_without_address(hosts: Hosts) -> None:
    error = failed(hosts.altered("HostName 127.0.0.1", "HostName no-such-host.invalid"), hosts.shell.nodes[0])
    assert "Could not resolve hostname" in error.saw


def test_host_that_went_away(hosts: Hosts) -> None:
    name = hosts.shell.nodes[1]
    hosts.sshd.stop(name)
    error = failed(hosts.shell, name)
    assert "Connection refused" in error.saw
    assert "No ssh server" in error.hint
