"""Checks of the key and the keystores: ready facts -> status and headline."""

from datetime import timedelta

import pytest

from tests.doctor.case import NOW, case, judged, verdict_of
from wizard.doctor.checks.key import covered
from wizard.doctor.facts.keys import KeyInfo
from wizard.doctor.facts.keystore import Keystores, NodeKeystore
from wizard.doctor.look import Unseen
from wizard.plan.result import Offer

Facts = dict[str, object]
BY = "_remote/info of each node"


def holding(*nodes: NodeKeystore, unseen: tuple[str, ...] = (), more: int = 0) -> Facts:
    return {"keystores": Keystores(nodes, BY, unseen, more)}


HAS1, HAS2, NOT2, NOT3 = (
    NodeKeystore("l1", True),
    NodeKeystore("l2", True),
    NodeKeystore("l2", False),
    NodeKeystore("l3", False),
)


@pytest.mark.parametrize(
    ("facts", "status", "headline"),
    [
        (holding(HAS1, HAS2), "ok", "Every node of emea holds a key for prod in its keystore."),
        (holding(HAS1, NOT3), "fail", "Node l3 has no key for alias prod in its keystore."),
        (holding(HAS1, NOT2, NOT3), "fail", "Nodes l2 and l3 have no key for alias prod in their keystores."),
        (holding(HAS1, NodeKeystore("l2", False, problem="Keystore is missing")), "fail",
         "The keystore of node l2 cannot be used: Keystore is missing."),
        (holding(NodeKeystore("l1", False, ("other",))), "fail",
         "The keystore holds a key for other; the connection is called prod."),
        (holding(HAS1, NodeKeystore("l2", False, ("other",))), "fail",
         "Node l2 has no key for alias prod in its keystore."),
        (holding(HAS1, unseen=("l2", "l3")), "warn", "l1 holds a key for prod; l2 and l3 could not be seen."),
        (holding(HAS1, more=2), "warn", "l1 holds a key for prod; 2 more nodes could not be seen."),
        (holding(HAS1, unseen=("l2",), more=1), "warn",
         "l1 holds a key for prod; l2 and 1 more node could not be seen."),
        (holding(unseen=("l2",)), "skip", f"no keystore could be seen by {BY}"),
        ({"keystores": Unseen("nothing shows it yet")}, "skip", "nothing shows it yet"),
    ],
)  # fmt: skip
def test_keystores(facts: Facts, status: str, headline: str) -> None:
    assert judged("RC-TRUST-003", facts) == (status, headline)


def test_nodes_without_a_name_are_counted_one_by_one() -> None:
    verdict = verdict_of("RC-TRUST-003", holding(HAS1, more=2))
    assert verdict.saw == f"1 of 3 nodes, by {BY}"
    assert sum(each.many for each in verdict.each) == 3


def test_an_alias_that_differs_only_in_case_is_offered() -> None:
    verdict = verdict_of("RC-TRUST-003", holding(NodeKeystore("l1", False, ("Prod",))))
    assert verdict.offer == Offer("alias", "Prod")


@pytest.mark.parametrize(
    ("kept", "said", "status", "headline"),
    [
        (True, "yes", "ok", "us recognises the key of this session."),
        (False, "yes", "fail", "No key of this session is kept here."),
        (True, "rest", "fail", "This is a REST API key. A connection needs a cross-cluster API key."),
        (True, "unknown", "fail", "us does not know the key of this session."),
        (True, "wrong-secret", "fail", "us knows the key of this session, but its secret is wrong."),
        (True, "invalidated", "fail", "us no longer accepts the key: it has been invalidated."),
        (True, "malformed", "fail", "What is kept as the key of this session is no API key."),
        (Unseen("The keyring is locked."), "yes", "skip", "The keyring is locked."),
        (True, Unseen("no answer"), "skip", "no answer"),
    ],
)
def test_recognised(kept: object, said: object, status: str, headline: str) -> None:
    assert judged("RC-TRUST-005", {"key_kept": kept, "key_recognised": said}) == (status, headline)


def info(
    kind: str = "cross_cluster",
    days: int | None = None,
    search: tuple[str, ...] = ("idx*",),
    replication: tuple[str, ...] = (),
    *,
    dead: bool = False,
) -> Facts:
    expires = None if days is None else NOW + timedelta(days=days, hours=1)
    return {"key_info": KeyInfo("id", "from-emea", kind, dead, expires, search, replication)}


@pytest.mark.parametrize(
    ("facts", "status", "headline"),
    [
        (info(), "ok", "The key is alive and allows what was asked for."),
        (info(search=("i*",)), "ok", "The key is alive and allows what was asked for."),
        ({"key_info": None}, "fail", "us has no key of this session."),
        (info("rest"), "fail", "This is a REST API key. A connection needs a cross-cluster API key."),
        (info(dead=True), "fail", "us no longer accepts the key: it has been invalidated."),
        (info(days=-3), "fail", "us no longer accepts the key: it expired on 2026-11-21."),
        (info(search=("logs-*",)), "fail", "The key allows logs-* for search. idx* is asked for."),
        (info(search=()), "fail", "The key allows no index for search. idx* is asked for."),
    ],
)
def test_alive_and_wide(facts: Facts, status: str, headline: str) -> None:
    assert judged("RC-TRUST-006", facts) == (status, headline)


def test_replication_must_be_allowed_by_itself() -> None:
    found = judged("RC-TRUST-006", info(), case(access__replication=("idx-a", "idx-b")))
    assert found == ("fail", "The key allows no index for replication. idx-a and idx-b are asked for.")


@pytest.mark.parametrize(
    ("facts", "status", "headline"),
    [
        (info(), "ok", "The key never expires."),
        (info(days=90), "ok", "The key expires in 90 days, on 2027-02-22."),
        (info(days=12), "warn", "The key expires in 12 days, on 2026-12-06."),
        (info(days=1), "warn", "The key expires tomorrow, on 2026-11-25."),
        (info(days=0), "warn", "The key expires today, on 2026-11-24."),
        (info(days=-1), "fail", "The key expired on 2026-11-23."),
        ({"key_info": None}, "skip", "the remote cluster has no key of this session"),
    ],
)
def test_lasts(facts: Facts, status: str, headline: str) -> None:
    assert judged("RC-TRUST-007", facts) == (status, headline)


@pytest.mark.parametrize(
    ("asked", "allowed", "answer"),
    [
        ("logs-a", ("logs-*",), True),
        ("logs-*", ("logs-*",), True),
        ("logs-a*", ("logs-*",), True),
        ("logs-*", ("logs-a*",), False),
        ("logs.a", ("logs?a",), False),
        ("*", ("logs-*", "*"), True),
        ("logsXa", ("logs.a",), False),
        ("a", (), False),
    ],
)
def test_covered(asked: str, allowed: tuple[str, ...], answer: bool) -> None:
    assert covered(asked, allowed) is answer
