"""Which nodes hold the key, by each way of seeing it."""

import pytest

from tests.doctor.case import CASE, L1, L2, L3, Answering, FakeShell, body_of, case, looking, recorded
from wizard.doctor.facts.keystore import Keystores, NodeKeystore, keystores
from wizard.doctor.look import Unseen
from wizard.plan.result import Outcome
from wizard.scenario.model import Nodes, secret_ref

ENTRY = "cluster.remote.prod.credentials"
NAMES = {L1: "l1", L2: "l2", L3: "l3"}


def trio(**infos: Answering) -> dict[str, Answering]:
    """Three nodes, each at its own address, with these answers to `_remote/info`."""
    table: dict[str, Answering] = {}
    body: Answering = {
        "nodes": {n: {"name": n, "version": "8.19.2", "roles": ["remote_cluster_client"]} for n in NAMES.values()}
    }
    table["GET /_nodes/http,remote_cluster_server"] = body
    for address, name in NAMES.items():
        root: Answering = {"name": name, "cluster_name": "trio", "cluster_uuid": "u", "version": {"number": "8.19.2"}}
        table[f"GET / @{address}"] = root
        if name in infos:
            table[f"GET /_remote/info @{address}"] = infos[name]
    return table


WITH = recorded("trio.key_missing_on_l3.remote_info.l1")
WITHOUT = recorded("trio.key_missing_on_l3.remote_info.l3")


def holds(found: Keystores) -> dict[str, bool]:
    return {node.node: node.holds for node in found.nodes}


def test_by_node_shell_with_the_keystore_password() -> None:
    shell = FakeShell(
        {"l1": [ENTRY], "l2": ["cluster.remote.Prod.credentials"], "l3": "ERROR: Elasticsearch keystore not found"}
    )
    secret = secret_ref("local.keystore_secret")
    scenario = case(local__nodes=Nodes("ssh", ("l1", "l2", "l3"), "/usr/bin/tool", secret))
    found = looking(trio(), scenario=scenario, shell=shell).look.get(keystores)
    assert found.nodes == (
        NodeKeystore("l1", True),
        NodeKeystore("l2", False, ("Prod",)),
        NodeKeystore("l3", False, problem="it has no keystore yet"),
    )
    assert found.unseen == ()
    assert set(shell.stdin) == {"value of LOCAL_KEYSTORE_SECRET\n"}


def test_a_shell_that_reaches_fewer_nodes() -> None:
    found = looking(trio(), shell=FakeShell({"l1": [ENTRY]})).look.get(keystores)
    assert (found.unseen, found.more, found.total, found.all_seen) == ((), 2, 3, False)


def test_what_a_shell_does_not_reach_the_cluster_may_tell() -> None:
    shell = FakeShell({"this machine": [ENTRY]})
    found = looking(trio(l1=WITH, l2=WITH, l3=WITH), shell=shell).look.get(keystores)
    assert (holds(found), found.unseen) == ({"l1": True, "l2": True, "l3": True}, ())
    one_without = looking(trio(l1=WITH, l2=WITH, l3=WITHOUT), shell=shell).look.get(keystores)
    assert holds(one_without) == {"l1": True, "l2": True, "l3": False}
    one_silent = looking(trio(l1=WITH, l2=WITH), scenario=case(local__node_urls=(L1, L2)), shell=shell)
    assert one_silent.look.get(keystores).more == 2


def test_what_the_cluster_loaded_does_not_hide_what_a_shell_misses() -> None:
    found = looking(trio(l1=WITH, l2=WITH, l3=WITH), shell=FakeShell({"this machine": []})).look.get(keystores)
    assert holds(found) == {"this machine": False}


@pytest.mark.parametrize(
    ("complaint", "words"), [("away", "could not be reached"), ("wrong password", "wrong password")]
)
def test_a_shell_that_cannot_list(complaint: str, words: str) -> None:
    with pytest.raises(Unseen, match=words):
        looking(trio(), shell=FakeShell({"l1": complaint})).look.get(keystores)


def reloaded(name: str, version: str = "8.19.21") -> dict[str, Outcome]:
    reply = body_of(recorded(name, version))
    return {"install-credentials-self@local": Outcome("handed", replies={"reload_secure_settings": reply})}


def test_by_the_answer_to_the_reload_from_9_3_on() -> None:
    found = looking(outcomes=reloaded("ok.reload", "9.5.3")).look.get(keystores)
    assert (holds(found), found.seen_by) == ({"nine-local": True}, "the answer to the last reload")
    other = looking(outcomes=reloaded("ok.reload", "9.5.3"), scenario=case(alias="other")).look.get(keystores)
    assert other.nodes == (NodeKeystore("nine-local", False, ("prod",)),)


def test_a_reload_that_a_node_refused() -> None:
    found = looking(outcomes=reloaded("trio.reload_one_missing")).look.get(keystores)
    assert found.nodes == (NodeKeystore("l3", False, problem="Keystore is missing"),)
    assert found.unseen == ("l1", "l2")


def test_by_remote_info_of_each_node() -> None:
    found = looking(trio(l1=WITH, l2=WITH, l3=WITHOUT)).look.get(keystores)
    assert (holds(found), found.unseen) == ({"l1": True, "l2": True, "l3": False}, ())


def test_a_silent_reload_of_8_x_leaves_it_to_remote_info() -> None:
    silent = Outcome("handed", replies={"reload_secure_settings": {"nodes": {"a": {"name": "l1"}}}})
    found = looking(trio(l1=WITH, l2=WITH, l3=WITH), outcomes={"install-credentials-self@local": silent}).look.get(
        keystores
    )
    assert found.seen_by == "_remote/info of each node"


def test_a_node_that_could_not_be_asked_is_named() -> None:
    scenario = case(local__node_urls=(L1, L2))
    assert looking(trio(l1=WITH, l2=WITH), scenario=scenario).look.get(keystores).unseen == ("l3",)


def test_a_node_without_the_role_needs_no_key() -> None:
    role_less = recorded("trio.no_role_on_l3.remote_info.l3")
    table = trio(l1=WITH, l2=WITH, l3=role_less)
    roles = {"l1": ["remote_cluster_client"], "l2": ["remote_cluster_client"], "l3": ["data"]}
    table["GET /_nodes/http,remote_cluster_server"] = {
        "nodes": {name: {"name": name, "version": "8.19.2", "roles": held} for name, held in roles.items()}
    }
    found = looking(table).look.get(keystores)
    assert (holds(found), found.unseen) == ({"l1": True, "l2": True}, ())


def test_before_the_alias_nothing_is_seen() -> None:
    with pytest.raises(Unseen, match="before prod is registered"):
        looking(trio(l1={}, l2={}, l3={})).look.get(keystores)


def test_the_case_has_three_addresses() -> None:
    assert CASE.local.addresses == (L1, L2, L3)
