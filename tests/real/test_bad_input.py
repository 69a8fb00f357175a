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
from tests.real.desk import DOCUMENTS, Desk, add_searcher, furnish
from tests.real.fixtures import ClusterFactory
from tests.real.pki import Authority
from tests.real.real_cluster import RealCluster
from tests.real.spec import VERSION_8, ClusterSpec

pytestmark = [pytest.mark.real, pytest.mark.keyring]

ENTRY = "cluster.remote.analytics.credentials"
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
    add_searcher(basic)
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


def as_it_is(cluster: RealCluster) -> dict[str, Any]:
    """What an apply would change: settings, roles, keys that are alive."""

    def read(path: str) -> Any:
        return cluster.request("GET", path)[1]

    return {
        "settings": read("/_cluster/settings?flat_settings=true"),
        "roles": sorted(read("/_security/role")),
        "keys": sorted(key["id"] for key in read("/_security/api_key?active_only=true")["api_keys"]),
    }


def stopped(desk: Desk, check: str, side: str) -> dict[str, Any]:
    """The one finding that stops an apply before anything is changed; exit 1, and both clusters as they were."""
    before = as_it_is(desk.local), as_it_is(desk.remote)
    done = desk.run("apply", "--answers", str(desk.answers), "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["steps"] == []
    [found] = [each for each in report["before"] if each["status"] == "fail"]
    assert (found["code"], found["side"]) == (check, side)
    assert f"Nothing was changed. First to mend: {check}. {found['headline']}" in done.stderr
    assert (as_it_is(desk.local), as_it_is(desk.remote)) == before
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
    assert "Give looker a role with " in found["hint"]


def test_wrong_ca_file_for_the_interface(new_desk: NewDesk, tmp_path: Path) -> None:
    wrong = Authority.create("some other CA").write(tmp_path / "other.pem")
    desk = new_desk({"remote.interface_ca": str(wrong)})
    report = desk.json("doctor", "--answers", str(desk.answers), "--json")
    found = {each["code"]: each for each in report["aliases"][0]["findings"]}
    assert (found["RC-TRUST-001"]["status"], found["RC-TRUST-001"]["side"]) == ("fail", "remote")
    assert found["RC-TRUST-001"]["headline"] == f"The certificate of 127.0.0.1 was not signed by the CA in {wrong}."
    assert found["RC-TRUST-001"]["hint"].startswith("Give the file of the CA that signed it")
    assert found["RC-TRUST-001"]["saw"].startswith("issuer CN=bad-remote remote cluster server CA, valid until ")
    assert found["RC-TRUST-004"]["status"] == "skip", "the nodes are not judged by a file of another CA"


@dataclass(frozen=True, slots=True)
class Connected:
    """A desk whose connection stands, and the session that made it."""

    desk: Desk
    session: str

    def doctor(self, *words: str) -> dict[str, Any]:
        """Doctor's report; it and the text agree."""
        report: dict[str, Any] = self.desk.json("doctor", *(words or ("--session", self.session)), "--json")
        return report

    def root_cause(self) -> dict[str, Any]:
        """The finding that doctor names."""
        report = self.doctor()
        code = report["root_cause"]
        found: dict[str, Any] = next(each for each in report["aliases"][0]["findings"] if each["code"] == code)
        return found

    def write_key(self, key: str, *nodes: int) -> None:
        """Put a text into the keystores of these nodes by hand; nothing: take the entry out. Then reload."""
        for number in nodes:
            node = self.desk.local.nodes[number]
            done = (
                node.keystore("add", "--stdin", "--force", ENTRY, stdin=key) if key else node.keystore("remove", ENTRY)
            )
            assert done.returncode == 0, done.stderr
        assert self.desk.local.request("POST", "/_nodes/reload_secure_settings")[0] == 200


@pytest.fixture(scope="module")
def frozen_before(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    """An apply towards a frozen remote, which takes its time beside the other tests; they need that cluster no more."""
    desk = Desk(tmp_path_factory.mktemp("frozen"), dict(world.environ), world.here, world.basic)
    world.basic.nodes[0].freeze()
    with popen(desk, "apply", "--answers", str(desk.answers), "--json") as process:
        yield process
        process.kill()
    world.basic.nodes[0].thaw()


@pytest.fixture(scope="module")
def connected(
    world: World, frozen_before: "subprocess.Popen[str]", tmp_path_factory: pytest.TempPathFactory
) -> Connected:
    """Connected, although the remote froze in mid-run."""
    desk = Desk(tmp_path_factory.mktemp("desk"), dict(world.environ), world.here, world.there)
    words = ("apply", "--answers", str(desk.answers), "--json")
    making = "POST /_security/cross_cluster/api_key"

    began = time.monotonic()
    done = freeze_at(desk, world.there, making, *words)
    assert time.monotonic() - began < LIMIT_S
    assert done.returncode == 3
    assert f"{making} at the remote cluster\n  Failed: " in done.stderr
    assert "(remote cluster) took the request and did not answer within 10 s." in done.stderr
    assert "Stopped at step create-cross-cluster-api-key. To go on from here: apply --session " in done.stderr
    report = json.loads(done.stdout)
    assert report["steps"][-1]["state"] == "failed"
    assert report["steps"][-1]["side"] == "remote"

    went_on = desk.connect()
    assert went_on["session"] == report["session"]
    assert f"{DOCUMENTS} documents" in went_on["after"][-1]["headline"]
    keys = world.there.request("GET", "/_security/api_key?active_only=true")[1]["api_keys"]
    assert len([each for each in keys if each["name"].startswith("from-")]) == 1, "the first key was left over"
    return Connected(desk, report["session"])


def test_remote_frozen_in_mid_run_and_a_healthy_end(connected: Connected) -> None:
    """What the fixture has seen; then nothing is left to complain of, with the session and with its answers."""
    for words in (("--session", connected.session), ("--answers", str(connected.desk.answers))):
        done = connected.desk.run("doctor", *words)
        assert done.returncode == 0, done.stdout
        assert done.stdout.count("\n") == 1, "short on success"
        assert " ok" in done.stdout
        report = connected.doctor(*words)
        assert (report["verdict"], report["root_cause"]) == ("ok", None)
        assert (report["counts"]["warn"], report["counts"]["fail"]) == (0, 0)


def test_a_healthy_connection_that_this_wizard_did_not_make(connected: Connected, tmp_path: Path) -> None:
    environ = {**connected.desk.environ, "RCW_STATE_DIR": str(tmp_path / "state")}
    desk = Desk(tmp_path, environ, connected.desk.local, connected.desk.remote)
    done = desk.run("doctor", "-v", "--answers", str(desk.answers))
    assert done.returncode == 0, done.stdout
    assert "skipped RC-TRUST-005  remote  no session of this wizard made the connection" in done.stdout
    assert "WARNING" not in done.stdout
    assert not (tmp_path / "state").exists()


def test_remote_frozen_before_the_run(frozen_before: "subprocess.Popen[str]") -> None:
    _, said = frozen_before.communicate(timeout=LIMIT_S)
    assert frozen_before.returncode == 3
    assert "Nothing was changed. First to mend: RC-REMOTE-001." in said
    assert " (remote cluster) within 10 s." in said
    assert "so does a frozen node" in said


def test_key_on_some_nodes_only(connected: Connected) -> None:
    key, name = connected.desk.key(connected.session), connected.desk.local.nodes[2].name
    connected.write_key("", 2)
    try:
        found = connected.root_cause()
        assert (found["code"], found["side"]) == ("RC-TRUST-003", "local")
        assert found["headline"] == f"Node {name} has no key for alias analytics in its keystore."
        assert found["hint"] == f"Add it on {name}, then reload."
        done = connected.desk.run("apply", "--session", connected.session, "--json")
        assert done.returncode == 1
        last = json.loads(done.stdout)["steps"][-1]
        assert (last["id"], last["state"], last["saw"]) == ("install-credentials-self", "handed", found["headline"])
    finally:
        connected.desk.local.nodes[2].keystore("add", "--stdin", "--force", ENTRY, stdin=key)
    done = connected.desk.run("apply", "--session", connected.session, "--json")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("nodes", "check"), [((0,), "RC-REG-004"), ((2,), "RC-REG-003")])
def test_key_damaged_by_copy_and_paste(nodes: tuple[int, ...], check: str, connected: Connected) -> None:
    key = connected.desk.key(connected.session).strip()
    connected.write_key(key[:-6], *nodes)
    try:
        found = connected.root_cause()
    finally:
        connected.write_key(key, *nodes)
    assert (found["code"], found["side"]) == (check, "local")
    assert found["headline"].endswith("The keystore of bad-local holds a text that is no key.")
    assert found["hint"].endswith("Put the key in again in its encoded form, on every node, then reload.")
    if check == "RC-REG-003":
        assert found["headline"].startswith(f"Requests through {connected.desk.local.nodes[2].name} do not reach ")
    assert connected.doctor()["verdict"] == "ok"


def test_wrong_password_of_the_person_who_will_search(connected: Connected, tmp_path: Path) -> None:
    environ = {**connected.desk.environ, "RCW_SEARCH_SECRET": "wrong-password"}
    connected.desk.environ, kept = environ, connected.desk.environ
    try:
        found = connected.root_cause()
    finally:
        connected.desk.environ = kept
    assert (found["code"], found["side"]) == ("RC-LOCAL-009", "local")
    assert found["headline"] == "bad-local does not accept the password of jdoe."
    assert found["hint"] == "Give the right password of jdoe: RCW_SEARCH_SECRET takes it."


def popen(desk: Desk, *words: str) -> "subprocess.Popen[str]":
    """A command that the test goes on beside."""
    return subprocess.Popen(
        [sys.executable, "-m", "wizard", *words],
        env=desk.environ,
        cwd=desk.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def freeze_at(desk: Desk, cluster: RealCluster, line: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command during which a cluster freezes, as soon as the command says this line; it stays frozen to the end."""
    said = []
    with popen(desk, *words) as process:
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
