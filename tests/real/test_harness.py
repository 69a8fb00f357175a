"""Proves the harness: what its nodes and its keystore command do is what the tests of the product rely on."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.real.cluster import RealCluster
from tests.real.fixtures import ClusterFactory, Pair
from tests.real.node import NodeFailed, RealNode
from tests.real.spec import VERSION_8, VERSION_9, ClusterSpec
from tests.real.sshd import Sshd

pytestmark = pytest.mark.real

ALIAS = "prod"
CREDENTIALS = f"cluster.remote.{ALIAS}.credentials"


def until(what: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether it becomes true within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def create_key(remote: RealCluster) -> str:
    status, answer = remote.request(
        "POST",
        "/_security/cross_cluster/api_key",
        {"name": "harness", "access": {"search": [{"names": ["books"]}]}},
    )
    assert status == 200, answer
    encoded: str = answer["encoded"]
    return encoded


def trust(local: RealCluster, remote: RealCluster) -> None:
    """What an operator does on every local node: CA file, setting, restart."""
    for node in local.nodes:
        shutil.copy(remote.interface_ca, node.config / "certs" / "rcc-trust.crt")
        name = "xpack.security.remote_cluster_client.ssl.certificate_authorities"
        node.write_settings({**node.read_settings(), name: ["certs/rcc-trust.crt"]})
        node.restart()


def enable_server(remote: RealCluster) -> None:
    for node in remote.nodes:
        node.write_settings(
            {
                **node.read_settings(),
                "remote_cluster_server.enabled": True,
                "remote_cluster.port": node.remote_port,
                "xpack.security.remote_cluster_server.ssl.key": "certs/rcs.key",
                "xpack.security.remote_cluster_server.ssl.certificate": "certs/rcs.crt",
            }
        )
        node.restart()


def connect(local: RealCluster, remote: RealCluster, key: str, unlock: str = "") -> None:
    """Key into every keystore, reload, alias in proxy mode."""
    for node in local.nodes:
        added = node.keystore("add", "-f", "-x", CREDENTIALS, stdin=f"{unlock}{key}\n")
        assert added.returncode == 0, added.stderr
    body = {"secure_settings_password": unlock.strip()} if unlock else None
    status, answer = local.request("POST", "/_nodes/reload_secure_settings", body)
    assert status == 200
    assert answer["_nodes"]["successful"] == len(local.nodes)
    assert not [node for node in answer["nodes"].values() if "reload_exception" in node]
    alias = {"mode": "proxy", "proxy_address": f"127.0.0.1:{remote.nodes[0].remote_port}", "skip_unavailable": False}
    status, answer = local.request("PUT", "/_cluster/settings", {"persistent": {"cluster": {"remote": {ALIAS: alias}}}})
    assert status == 200, answer


def assert_search_works(local: RealCluster, remote: RealCluster) -> None:
    assert remote.request("PUT", "/books/_doc/1?refresh=true", {"title": "far away"})[0] in (200, 201)
    for position in range(len(local.nodes)):
        status, info = local.request("GET", "/_remote/info", node=position)
        assert status == 200
        assert info[ALIAS]["connected"] is True
        assert info[ALIAS]["cluster_credentials"] == "::es_redacted::"
        status, resolved = local.request("GET", f"/_resolve/cluster/{ALIAS}:books?timeout=5s", node=position)
        assert (status, resolved[ALIAS]["connected"]) == (200, True)
        status, found = local.request("GET", f"/{ALIAS}:books/_search", node=position)
        assert status == 200, found
        assert found["hits"]["hits"][0]["_source"] == {"title": "far away"}


def assert_users_and_roles(local: RealCluster) -> None:
    role = {"remote_indices": [{"clusters": [ALIAS], "names": ["books"], "privileges": ["read", "read_cross_cluster"]}]}
    assert local.request("PUT", "/_security/role/reader", role)[0] == 200
    user = {"password": "a long password", "roles": ["reader"]}
    assert local.request("PUT", "/_security/user/anna", user)[0] == 200

    def as_anna(path: str, password: str = "a long password") -> tuple[int, Any]:
        return local.request("GET", path, user="anna", password=password)

    assert as_anna(f"/{ALIAS}:books/_search")[0] == 200
    assert as_anna(f"/{ALIAS}:other/_search")[0] == 403
    status, refused = as_anna("/")
    assert status == 403
    assert "action [cluster:monitor/main] is unauthorized for user [anna]" in refused["error"]["reason"]
    assert as_anna("/", "wrong")[0] == 401


def assert_pair_connects(pair: Pair) -> None:
    assert pair.remote.request("GET", "/_license")[1]["license"]["type"] == "trial"
    assert pair.local.request("GET", "/_xpack")[0] == 200
    enable_server(pair.remote)
    trust(pair.local, pair.remote)
    connect(pair.local, pair.remote, create_key(pair.remote))
    assert_search_works(pair.local, pair.remote)
    assert_users_and_roles(pair.local)


def test_two_clusters_of_version_8_connect_by_hand(real_8_pair: Pair) -> None:
    assert real_8_pair.local.request("GET", "/")[1]["version"]["number"] == VERSION_8
    assert_pair_connects(real_8_pair)


def test_two_clusters_of_version_9_connect_by_hand(real_9_pair: Pair) -> None:
    assert real_9_pair.local.request("GET", "/")[1]["version"]["number"] == VERSION_9
    assert_pair_connects(real_9_pair)


def test_version_8_searches_version_9_when_trust_is_there_from_the_start(clusters: ClusterFactory) -> None:
    [remote] = clusters(ClusterSpec("newer", VERSION_9))
    [local] = clusters(ClusterSpec("older", VERSION_8, remote_server=False, trust=(remote.interface_ca,)))
    connect(local, remote, create_key(remote))
    assert_search_works(local, remote)


def test_three_nodes_have_their_own_keystores_and_rejoin(real_trio: Pair, tmp_path: Path) -> None:
    local, remote = real_trio.local, real_trio.remote
    trust(local, remote)
    connect(local, remote, create_key(remote))
    assert_search_works(local, remote)
    last = local.nodes[2]
    assert last.keystore("remove", CREDENTIALS).returncode == 0
    with Sshd.for_nodes(tmp_path / "ssh", local.nodes) as sshd:
        listed = {node.name: over_ssh(sshd, node, "list") for node in local.nodes}
    assert [CREDENTIALS in listed[node.name] for node in local.nodes] == [True, True, False]
    assert last.keystore("add", "-x", CREDENTIALS, stdin=create_key(remote)).returncode == 0
    last.restart()
    assert local.request("GET", "/_cluster/health", node=2)[1]["number_of_nodes"] == 3
    assert_search_works(local, remote)


def over_ssh(sshd: Sshd, node: RealNode, *arguments: str) -> str:
    # The command of one node's home serves all: only ES_PATH_CONF of the login differs.
    command = ["ssh", "-F", str(sshd.config_file), node.name, node.keystore_command, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_protected_keystore_needs_its_password_everywhere(clusters: ClusterFactory) -> None:
    secret = "keystore pass phrase"
    local, remote = clusters(
        ClusterSpec("protected", keystore_password=secret, remote_server=False), ClusterSpec("protected-remote")
    )
    trust(local, remote)
    node = local.nodes[0]
    assert node.keystore("has-passwd").returncode == 0
    wrong = node.keystore("list", stdin="nonsense\n")
    assert wrong.returncode == 65
    assert "ERROR: Provided keystore password was incorrect, with exit code 65" in wrong.stderr
    connect(local, remote, create_key(remote), unlock=f"{secret}\n")
    assert_search_works(local, remote)
    status, answer = local.request("POST", "/_nodes/reload_secure_settings", {"secure_settings_password": "nonsense"})
    assert status == 200
    [reloaded] = answer["nodes"].values()
    assert reloaded["reload_exception"]["reason"] == "Provided keystore password was incorrect"


def test_a_frozen_node_keeps_its_port_and_thaws(clusters: ClusterFactory) -> None:
    [cluster] = clusters(ClusterSpec("frozen"))
    [node] = cluster.nodes
    node.freeze()
    with pytest.raises(OSError, match="timed out"):
        cluster.request("GET", "/", timeout=1)
    node.thaw()
    assert until(lambda: cluster.request("GET", "/")[0] == 200)


def test_a_node_with_a_misspelt_secure_setting_does_not_start(clusters: ClusterFactory) -> None:
    [cluster] = clusters(ClusterSpec("misspelt", license="basic", tls=False))
    [node] = cluster.nodes
    assert cluster.request("GET", "/_license")[1]["license"]["type"] == "basic"
    assert node.keystore("add", "-x", "cluster.remote.a.credentialz", stdin="x\n").returncode == 0
    with pytest.raises(NodeFailed, match=r"unknown secure setting \[cluster.remote.a.credentialz\]"):
        node.restart()
    assert node.keystore("remove", "cluster.remote.a.credentialz").returncode == 0
    node.start()
    node.wait_ready()


def test_the_keystore_command_speaks_like_the_packaged_one(clusters: ClusterFactory, tmp_path: Path) -> None:
    [cluster] = clusters(ClusterSpec("talkative"))
    [node] = cluster.nodes
    environment = {**os.environ, "ES_PATH_CONF": str(tmp_path)}

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        command = [node.keystore_command, *arguments]
        done = subprocess.run(command, input=stdin, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    file = tmp_path / "elasticsearch.keystore"
    code, out, err = run("list")
    assert (code, out) == (65, "")
    assert f"ERROR: Elasticsearch keystore not found at [{file}]. Use 'create' command to create one." in err
    assert run("create") == (0, f"Created elasticsearch keystore in {file}\n", "")
    assert run("has-passwd") == (1, "", "ERROR: Keystore is not password-protected\n")
    assert run("add", "-x", "a.b", "c.d", stdin="one\ntwo\n") == (0, "", "")
    assert run("list") == (0, "a.b\nc.d\nkeystore.seed\n", "")
    assert run("show", "a.b") == (0, "one", "")
    asked = "Setting a.b already exists. Overwrite? [y/N]"
    assert run("add", "-x", "a.b", stdin="n\n") == (0, "Exiting without modifying keystore.\n", asked)
    assert run("add", "-x", "a.b", stdin="y\nthree\n") == (0, "", asked)
    assert run("add", "-f", "-x", "c.d", stdin="four") == (0, "", "")
    assert [run("show", name)[1] for name in ("a.b", "c.d")] == ["three", "four"]
    code, _, err = run("remove", "x.y")
    assert code == 78
    assert err == "\nERROR: Setting [x.y] does not exist in the keystore., with exit code 78\n"
    code, _, err = run("add", "-x", "e.f")
    assert code == 70
    assert "unable to read from standard input; is standard input open and a tty attached?" in err
    assert run("passwd", stdin="new password\nnew password\n")[0] == 0
    assert run("list", stdin="new password\n")[1] == "a.b\nc.d\nkeystore.seed\n"
    code, _, err = run("fetch")
    assert code == 64
    assert "ERROR: Unknown command [fetch], with exit code 64" in err


def test_no_node_outlives_a_killed_test_run(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tests.real.cluster import start_clusters\n"
        "from tests.real.spec import ClusterSpec\n"
        "a, b = start_clusters([ClusterSpec('running'), ClusterSpec('frozen')], Path(sys.argv[1]))\n"
        "b.nodes[0].freeze()\n"
        "print(a.nodes[0].pid, b.nodes[0].pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        pids = [int(pid) for pid in run.stdout.readline().split()]
        run.send_signal(signal.SIGKILL)
    assert len(pids) == 2
    assert until(lambda: not any(is_alive(pid) for pid in pids), seconds=5)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
