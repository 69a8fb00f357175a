"""The main job on real nodes: two clusters, a search that returns the remote's documents, and all the way back."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.real.desk import DOCUMENTS, JDOE, Desk, former_state, furnish
from tests.real.fixtures import ClusterFactory
from tests.real.spec import VERSION_8, VERSION_9, ClusterSpec
from tests.real.sshd import Sshd

KEYSTORE_PASSWORD = "keystore-password-2f"

pytestmark = [pytest.mark.real, pytest.mark.keyring]


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as made:
        yield made


@pytest.mark.parametrize(
    ("local", "remote", "mode"),
    [(VERSION_8, VERSION_8, "proxy"), (VERSION_9, VERSION_9, "sniff"), (VERSION_8, VERSION_9, "proxy")],
)
def test_journey_by_hand(
    local: str, remote: str, mode: str, clusters: ClusterFactory, environ: dict[str, str], tmp_path: Path
) -> None:
    here, there = clusters(
        ClusterSpec(f"local-{local[0]}{remote[0]}", local, remote_server=False),
        ClusterSpec(f"remote-{local[0]}{remote[0]}", remote, remote_server=False),
    )
    furnish(here, there)
    before = former_state(here), former_state(there)
    desk = Desk(tmp_path, environ, here, there, {"mode": mode})

    report = desk.connect()

    assert [step["state"] for step in report["steps"]] == ["done"] * 6
    assert all(finding["status"] in ("ok", "skip") for finding in report["after"]), desk.ran[-1]
    search = report["after"][-1]
    assert search["code"] == "RC-USE-002"
    assert f"{DOCUMENTS} documents" in search["saw"] + search["headline"]
    print(search["headline"])  # noqa: T201  (what the journey is for, shown where output is asked for)

    desk.take_back(report["session"])
    assert (former_state(here), former_state(there)) == before


def test_journey_by_ssh_killed_in_every_step(clusters: ClusterFactory, environ: dict[str, str], tmp_path: Path) -> None:
    here, there = clusters(
        ClusterSpec("local-trio", VERSION_8, nodes=3, remote_server=False),
        ClusterSpec("remote-trio", VERSION_8, remote_server=False),
    )
    furnish(here, there)
    before = former_state(here), former_state(there)
    desk = Desk(tmp_path, environ, here, there)
    with Sshd.for_nodes(tmp_path / "sshd", here.nodes) as sshd:
        desk.reach_by_ssh(sshd.config_file, [node.name for node in here.nodes])
        apply = ("apply", "--answers", str(desk.answers), "--json")

        desk.run_until("For a person", *apply)
        (session,) = [each["id"] for each in desk.json("sessions", "list", "--json")]
        desk.by_hand("enable-rcs-self", session)
        desk.run_until("POST /_security/cross_cluster/api_key", *apply)
        desk.run_until(f"{here.nodes[1].name}: ", *apply)
        desk.run_until("For a person", *apply)
        desk.by_hand("trust-remote-ca-self", session)
        desk.run_until("PUT /_cluster/settings", *apply)
        desk.run_until("PUT /_security/role", *apply)
        report = desk.connect()

        assert report["session"] == session
        assert {step["state"] for step in report["steps"]} == {"done"}
        assert f"{DOCUMENTS} documents" in report["after"][-1]["headline"]
        assert len(former_state(there)["keys"]) == len(before[1]["keys"]) + 1, "a key was left over"
        assert [report["verdict"] for report in (desk.json("doctor", "--session", session, "--json"),)] == ["ok"]
        _nothing_secret_is_left_anywhere(desk, session)

        desk.run_until("PUT /_cluster/settings", "undo", "--session", session, "--json")
        desk.take_back(session)
        assert (former_state(here), former_state(there)) == before


def _nothing_secret_is_left_anywhere(desk: Desk, session: str) -> None:
    """Passwords and key, whole or in half, in what was printed, kept, logged, exported or given to a process."""
    log, exports = desk.folder / "debug.log", desk.folder / "exports"
    desk.run("doctor", "--session", session, "-v", "--debug-log", str(log))
    desk.run("export", "all", "--session", session, "-o", str(exports))
    key = desk.key(session).strip()
    key_id, half = base64.b64decode(key).decode().split(":")
    secrets = [desk.local.password, desk.remote.password, JDOE, key, half]
    places = {
        "output": "\n".join(desk.ran),
        **{str(path): path.read_text(encoding="utf-8") for path in _files(desk.folder / "person" / "state")},
        **{str(path): path.read_text(encoding="utf-8") for path in (log, desk.argv_log, *_files(exports))},
    }
    assert key_id in "".join(places.values()), "the search looks in the wrong places"
    for secret in secrets:
        assert [place for place, text in places.items() if secret in text] == []


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert found
    return found


def test_journey_on_this_machine_with_a_keystore_password_back_to_an_older_version_warns(
    clusters: ClusterFactory, environ: dict[str, str], tmp_path: Path
) -> None:
    here, there = clusters(
        ClusterSpec("local-98", VERSION_9, remote_server=False, keystore_password=KEYSTORE_PASSWORD),
        ClusterSpec("remote-98", VERSION_8),
    )
    furnish(here, there)
    secrets = {"RCW_LOCAL_KEYSTORE_SECRET": KEYSTORE_PASSWORD}
    on_this_machine = {"local.nodes": "local", "local.keystore_command": here.nodes[0].keystore_command}
    desk = Desk(tmp_path, environ | secrets, here, there, on_this_machine)

    report = desk.connect()

    assert {step["id"]: step["state"] for step in report["steps"]}["enable-rcs-self"] == "already"
    warnings = [finding for finding in report["after"] + report["before"] if finding["status"] == "warn"]
    assert {finding["code"] for finding in warnings} == {"RC-REMOTE-009"}
    assert f"{DOCUMENTS} documents" in report["after"][-1]["headline"]


def test_journey_for_replication_alone(clusters: ClusterFactory, environ: dict[str, str], tmp_path: Path) -> None:
    here, there = clusters(
        ClusterSpec("local-follows", VERSION_9, remote_server=False), ClusterSpec("remote-leads", VERSION_9)
    )
    furnish(here, there)
    follow = {"purpose": "replication", "access.replication": ["logs-*"], "role.follower_indices": ["logs-*"]}
    on_this_machine = {"local.nodes": "local", "local.keystore_command": here.nodes[0].keystore_command}
    desk = Desk(tmp_path, environ, here, there, {**follow, **on_this_machine, "access.search": None})

    report = desk.connect()

    assert {step["state"] for step in report["steps"]} <= {"done", "already"}
    assert [finding["code"] for finding in report["after"] if finding["status"] not in ("ok", "skip")] == []
    assert "follow logs-*" in report["after"][-1]["headline"]
