"""What people get wrong, on real nodes: named on the right side, and nothing half done."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.private_keyring import private_keyring
from tests.real.desk import DOCUMENTS, Desk, former_state, furnish
from tests.real.fixtures import ClusterFactory
from tests.real.pki import Authority
from tests.real.real_cluster import RealCluster
from tests.real.spec import VERSION_8, ClusterSpec

pytestmark = [pytest.mark.real, pytest.mark.keyring]

LIMIT_S = 40
"""Longest that a command may take with one cluster frozen: a look at what it is, the checks, each 10 s."""


@dataclass(frozen=True, slots=True)
class World:
    """Three local nodes that trust the remote's interface, a remote whose interface is on, and a cluster on basic."""

    here: RealCluster
    there: RealCluster
    basic: RealCluster
    environ: dict[str, str]


NewDesk = Callable[..., Desk]


@pytest.fixture(scope="module")
def world(clusters: ClusterFactory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Started once: the tests leave the clusters as they found them, until the last ones connect them."""
    there, basic = clusters(ClusterSpec("bad-remote"), ClusterSpec("bad-basic", VERSION_8, license="basic"))
    [here] = clusters(ClusterSpec("bad-local", VERSION_8, nodes=3, remote_server=False, trust=(there.interface_ca,)))
    furnish(here, there)
    with private_keyring(tmp_path_factory.mktemp("person")) as environ:
        yield World(here, there, basic, environ)


@pytest.fixture
def new_desk(world: World, tmp_path: Path) -> NewDesk:
    """A desk between two clusters of the world, with changed answers and variables."""

    def made(
        changes: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
        *,
        here: RealCluster = world.here,
        there: RealCluster = world.there,
    ) -> Desk:
        desk = Desk(tmp_path, dict(world.environ), here, there, changes or {})
        desk.environ |= environ or {}
        return desk

    return made


def stopped(desk: Desk, check: str, side: str) -> dict[str, Any]:
    """The one finding that stops an apply before anything is changed; exit 1, and both clusters as they were."""
    before = former_state(desk.local), former_state(desk.remote)
    done = desk.run("apply", "--answers", str(desk.answers), "--json")
    print(done.stderr)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["steps"] == []
    [found] = [each for each in report["before"] if each["status"] == "fail"]
    assert (found["code"], found["side"]) == (check, side)
    assert f"Nothing was changed. First to mend: {check}. {found['headline']}" in done.stderr
    assert (former_state(desk.local), former_state(desk.remote)) == before
    return dict(found)


def test_alias_taken(world: World, new_desk: NewDesk) -> None:
    taken = {"mode": "proxy", "proxy_address": "elsewhere.example.com:9443"}
    settings = {f"cluster.remote.analytics.{name}": value for name, value in taken.items()}
    world.here.request("PUT", "/_cluster/settings", {"persistent": settings})
    try:
        found = stopped(new_desk(), "RC-REG-001", "local")
    finally:
        world.here.request("PUT", "/_cluster/settings", {"persistent": dict.fromkeys(settings)})
    assert found["headline"] == ("The alias analytics is taken on bad-local: it leads to elsewhere.example.com:9443.")
    assert found["hint"].startswith("Choose another alias, or remove this connection first.")
    assert "proxy_address is elsewhere.example.com:9443, planned 127.0.0.1:" in found["hint"]


def test_basic_licence_on_the_remote(world: World, new_desk: NewDesk) -> None:
    found = stopped(new_desk(there=world.basic), "RC-REMOTE-005", "remote")
    assert found["headline"] == (
        "The licence of bad-basic is basic. API keys between clusters need Enterprise or a trial on both sides."
    )


def test_basic_licence_on_the_local_cluster(world: World, new_desk: NewDesk) -> None:
    found = stopped(new_desk(here=world.basic), "RC-LOCAL-005", "local")
    assert found["headline"].startswith("The licence of bad-basic is basic.")


@pytest.mark.parametrize("side", ["local", "remote"])
def test_login_without_privileges(side: str, world: World, new_desk: NewDesk) -> None:
    cluster = world.here if side == "local" else world.there
    cluster.request("PUT", "/_security/user/looker", {"password": "looker-password", "roles": ["monitoring_user"]})
    cluster.request("PUT", "/_security/role/looks", {"cluster": ["monitor"]})
    cluster.request("PUT", "/_security/user/looker", {"password": "looker-password", "roles": ["looks"]})
    desk = new_desk({f"{side}.user": "looker"}, {f"RCW_{side.upper()}_SECRET": "looker-password"})
    try:
        found = stopped(desk, f"RC-{side.upper()}-003", side)
    finally:
        cluster.request("DELETE", "/_security/user/looker")
        cluster.request("DELETE", "/_security/role/looks")
    assert found["headline"].startswith("looker lacks ")
    assert found["headline"].endswith(f"manage_security on {cluster.name}.")
    assert f"Give looker a role with " in found["hint"]


def test_wrong_ca_file_for_the_interface(new_desk: NewDesk, tmp_path: Path) -> None:
    wrong = Authority.create("some other CA").write(tmp_path / "other.pem")
    desk = new_desk({"remote.interface_ca": str(wrong)})
    done = desk.run("doctor", "--answers", str(desk.answers))
    print(done.stdout)
    done = desk.run("apply", "--answers", str(desk.answers), "--json")
    print(done.stderr)
    assert done.returncode == 1


class TestConnecting:
    """One connection, with everything that goes wrong on its way. The tests build on each other."""

    def test_all(self, world: World, new_desk: NewDesk) -> None:
        desk = new_desk()
        here, there = world.here, world.there
        words = ("apply", "--answers", str(desk.answers), "--json")

        # remote frozen while the key is being made
        t = time.time()
        done = freeze_at(desk, there, "POST /_security/cross_cluster/api_key", *words)
        print("FROZEN took", time.time() - t, done.returncode)
        print(done.stderr)
        t = time.time()
        there.nodes[0].freeze()
        done = desk.run(*words)
        print("FROZEN BEFORE took", time.time() - t, done.returncode)
        print(done.stderr)
        there.nodes[0].thaw()

        done = desk.run(*words)
        print("THAWED", done.returncode)
        print(done.stderr)
        report = json.loads(done.stdout)
        session = report["session"]

        # damaged key everywhere
        key = desk.key(session).strip()
        entry = "cluster.remote.analytics.credentials"
        for node in here.nodes:
            node.keystore("add", "--stdin", "--force", entry, stdin=key[:-6] + "\n").check_returncode()
        done = desk.run(*words)
        print("DAMAGED", done.returncode, done.stderr)
        done = desk.run("doctor", "--session", session)
        print(done.stdout)
        done = desk.run(*words)
        print("DAMAGED again", done.returncode, done.stderr)

        # right on two
        for node in here.nodes[:2]:
            node.keystore("add", "--stdin", "--force", entry, stdin=key + "\n").check_returncode()
        here.nodes[2].keystore("remove", entry).check_returncode()
        done = desk.run(*words)
        print("TWO", done.returncode, done.stderr)
        done = desk.run("doctor", "--session", session)
        print(done.stdout)
        here.nodes[2].keystore("add", "--stdin", "--force", entry, stdin=key + "\n").check_returncode()
        done = desk.run(*words)
        print("ALL", done.returncode, done.stderr)
        for how in (("--session", session), ("--answers", str(desk.answers))):
            done = desk.run("doctor", *how)
            print("DOCTOR", done.returncode, done.stdout)


def freeze_at(desk: Desk, cluster: RealCluster, line: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command during which a cluster freezes, as soon as the command says this line; it stays frozen to the end."""
    said = []
    with subprocess.Popen(
        [sys.executable, "-m", "wizard", *words],
        env=desk.environ,
        cwd=desk.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            for heard in process.stderr:
                said.append(heard)
                if line in heard:
                    for node in cluster.nodes:
                        node.freeze()
            out = process.stdout.read()
            code = process.wait(LIMIT_S)
        finally:
            process.kill()
            for node in cluster.nodes:
                node.thaw()
    return subprocess.CompletedProcess(words, code, out, "".join(said))
