"""Checks of the two clusters: ready facts -> status and headline."""

from dataclasses import replace

import pytest

from tests.doctor.case import CASE, L1, L2, WHO, case, judged, node, unreachable, verdict_of
from wizard.doctor.facts.cluster import Identity, Licence
from wizard.doctor.facts.login import Account
from wizard.doctor.look import Unseen
from wizard.errors import LoginError, PrivilegeError, ReplyError, VaultError, WizardError
from wizard.scenario.model import Interface, Scenario

REFUSED = LoginError("emea does not accept admin.", status=401, reason="unable to authenticate", hint="Check it.")
SILENT = VaultError("The keyring is silent.", kind="silent")
NOT_ALLOWED = PrivilegeError("admin may not look.", status=403, reason="is unauthorized", hint="Another login.")
ROLES = "remote_cluster_client"


def blind(error: WizardError) -> Unseen:
    return Unseen(error.headline, error)


Facts = dict[str, object]
Row = tuple[str, Facts, str, str]

ROWS: list[Row] = [
    ("001", {}, "ok", "emea answers as Elasticsearch 8.19.2."),
    ("001", {"identity/local/": blind(unreachable())}, "fail", "The local cluster does not answer."),
    ("001", {"identity/local/": blind(REFUSED)}, "ok", "The local cluster answers as Elasticsearch."),
    ("001", {"identity/local/": blind(NOT_ALLOWED)}, "ok", "The local cluster answers as Elasticsearch."),
    ("001", {"identity/local/": blind(ReplyError("It is overloaded.", status=503))}, "fail", "It is overloaded."),
    ("001", {"identity/local/": blind(SILENT)}, "skip", "The keyring is silent."),
    ("001", {"identity/local/": Unseen("GET / answered something unexpected: x")}, "skip",
     "GET / answered something unexpected: x"),
    ("002", {"account/local": Account("admin", "native", False)}, "ok", "emea accepts admin."),
    ("002", {"account/local": blind(REFUSED)}, "fail", "emea does not accept admin."),
    ("002", {"account/local": blind(unreachable())}, "skip", "The local cluster does not answer."),
    ("009", {"searcher": Account("alice", "native", False)}, "ok", "emea accepts alice."),
    ("009", {"searcher": blind(REFUSED), "native_user/alice": True}, "fail",
     "emea does not accept the password of alice."),
    ("009", {"searcher": blind(REFUSED), "native_user/alice": False}, "fail",
     "There is no native user alice on emea; with that password nobody signs in."),
    ("009", {"searcher": blind(REFUSED)}, "fail", "emea does not accept the password of alice."),
    ("009", {"searcher": blind(unreachable())}, "skip", "The local cluster does not answer."),
    ("003", {"missing_privileges/local": ()}, "ok", "admin may do on emea what the plan needs."),
    ("003", {"missing_privileges/local": ("manage",)}, "fail", "admin lacks manage on emea."),
    ("003", {"missing_privileges/local": ("manage", "manage_security")}, "fail",
     "admin lacks manage and manage_security on emea."),
    ("003", {"missing_privileges/local": blind(NOT_ALLOWED)}, "fail", "admin may not look."),
    ("004", {"nodes/local": (node("l1"), node("l2"))}, "ok", "Every node of emea runs 8.19.2."),
    ("004", {"nodes/local": (node("l1"), node("l2", "8.13.4"))}, "fail",
     "Node l2 of emea runs 8.13.4. API keys need 8.14 on every node."),
    ("004", {"nodes/local": (node("l1", "8.9.0"), node("l2", "7.17.0"))}, "fail",
     "Nodes l1 (8.9.0) and l2 (7.17.0) of emea are too old. API keys need 8.14 on every node."),
    ("004", {"nodes/local": (node("l1", "8.19.1"), node("l2"))}, "warn",
     "The nodes of emea run different versions: 8.19.1 and 8.19.2."),
    ("004", {"nodes/local": (node("l1", "new"),)}, "skip", "the version new cannot be read"),
    ("004", {"nodes/local": blind(NOT_ALLOWED)}, "skip", "admin may not look."),
    ("005", {"licence/local": Licence("trial", "active")}, "ok",
     "The licence of emea allows API keys between clusters."),
    ("005", {"licence/local": Licence("basic", "active")}, "fail",
     "The licence of emea is basic. API keys between clusters need Enterprise or a trial on both sides."),
    ("005", {"licence/local": Licence("enterprise", "expired")}, "fail",
     "The licence of emea is enterprise, but expired. "
     "API keys between clusters need Enterprise or a trial on both sides."),
    ("005", {}, "skip", "it is not among the facts at hand"),
    ("006", {"nodes/local": (node("l1"), node("m", "8.19.2", "master"))}, "ok",
     "Every node of emea that takes searches may open connections."),
    ("006", {"nodes/local": (node("l1"), node("l2", "8.19.2", "data"))}, "warn",
     "Node l2 lacks the role remote_cluster_client; searches through the connection fail there."),
    ("006", {"nodes/local": (node("l2", "8.19.2", "data"),)}, "fail",
     "No node of emea has the role remote_cluster_client, so none opens connections."),
]  # fmt: skip


@pytest.mark.parametrize(("number", "facts", "status", "headline"), ROWS)
def test_local(number: str, facts: Facts, status: str, headline: str) -> None:
    assert judged(f"RC-LOCAL-{number}", facts) == (status, headline)


@pytest.mark.parametrize(("number", "facts", "status", "headline"), [row for row in ROWS if int(row[0]) <= 5])
def test_remote_is_judged_alike(number: str, facts: Facts, status: str, headline: str) -> None:
    mirrored = {key.replace("/local", "/remote"): value for key, value in facts.items()}
    found = judged(f"RC-REMOTE-{number}", mirrored)
    assert found[0] == status
    expected = headline if any(isinstance(value, Unseen) for value in facts.values()) else _mirrored(headline)
    assert found[1].replace("The remote cluster", "The local cluster") == expected


def _mirrored(headline: str) -> str:
    return (
        headline.replace("emea", "us")
        if "accepts" in headline
        else headline.replace("emea", "us").replace("admin", "elastic")
    )


THREE = (node("l1"), node("l2"), node("l3"))
FOREIGN = Identity("x1", "other", "uuid-other", "8.19.2")


@pytest.mark.parametrize(
    ("facts", "scenario", "status", "headline"),
    [
        ({"nodes/local": THREE}, CASE, "ok", "Every node of emea answers at an address of its own."),
        ({"nodes/local": (*THREE, node("l4"), node("l5"))}, CASE, "warn",
         "2 of 5 nodes of emea cannot be asked by themselves: l4 and l5."),
        ({"nodes/local": (*THREE, node("m", "8.19.2", "master"))}, CASE, "ok",
         "Every node of emea answers at an address of its own."),
        ({"nodes/local": THREE}, case(local__node_urls=()), "warn",
         "2 of 3 nodes of emea cannot be asked by themselves: l2 and l3."),
        ({"nodes/local": (node("l1"),)}, case(local__node_urls=()), "ok",
         "Every node of emea answers at an address of its own."),
        ({"nodes/local": THREE, f"identity/local/{L2}": FOREIGN}, CASE, "fail", f"{L2} does not belong to emea."),
        ({"nodes/local": THREE, f"identity/local/{L2}": blind(REFUSED)}, CASE, "fail",
         f"{L2} does not belong to emea."),
        ({"nodes/local": THREE, f"identity/local/{L1}": blind(unreachable())}, CASE, "fail",
         "The local cluster does not answer."),
        ({"nodes/local": THREE, f"identity/local/{L2}": WHO[f"identity/local/{L1}"]}, CASE, "warn",
         "1 of 3 nodes of emea cannot be asked by themselves: l2."),
    ],
)  # fmt: skip
def test_addresses_of_local_nodes(facts: Facts, scenario: Scenario, status: str, headline: str) -> None:
    assert judged("RC-LOCAL-007", facts, scenario) == (status, headline)


LOOPBACK = replace(CASE, interface=Interface(("localhost:9443",)))
SIX = replace(CASE, interface=Interface(("[::1]:9443",)))
ON, INSIDE = ("10.0.0.1:9443",), ("127.0.0.1:9443", "[::1]:9443")


@pytest.mark.parametrize(
    ("number", "facts", "scenario", "status", "headline"),
    [
        ("006", {"account/remote": Account("elastic", "reserved", False)}, CASE, "ok",
         "You are signed in to us as the user elastic."),
        ("006", {"account/remote": Account("elastic", "_es_api_key", True)}, CASE, "fail",
         "You are signed in to us with an API key. Only a user may create cross-cluster keys."),
        ("007", {"nodes/remote": (node("r1", bound=ON), node("r2", bound=ON))}, CASE, "ok",
         "The remote cluster server is on at every node of us."),
        ("007", {"nodes/remote": (node("r1", bound=ON), node("r2"))}, CASE, "fail",
         "The remote cluster server of us is off on r2."),
        ("007", {"nodes/remote": (node("r1"),)}, CASE, "fail", "The remote cluster server of us is off."),
        ("008", {"nodes/remote": (node("r1", bound=ON),)}, CASE, "ok", "us listens where it is dialled."),
        ("008", {"nodes/remote": (node("r1", bound=INSIDE), node("r2", bound=ON))}, CASE, "warn",
         "Node r1 of us listens for other clusters on loopback only, but rcs.example is dialled."),
        ("008", {"nodes/remote": (node("r1", bound=INSIDE), node("r2", bound=INSIDE))}, CASE, "warn",
         "Nodes r1 and r2 of us listen for other clusters on loopback only, but rcs.example is dialled."),
        ("008", {"nodes/remote": (node("r1", bound=INSIDE),)}, LOOPBACK, "ok", "us listens where it is dialled."),
        ("008", {"nodes/remote": (node("r1", bound=INSIDE),)}, SIX, "ok", "us listens where it is dialled."),
        ("009", {}, CASE, "ok", "emea 8.19.2 and us 8.19.2 fit together."),
        ("010", {}, CASE, "ok", "emea and us are two clusters."),
        ("010", {"identity/remote/": WHO["identity/local/"]}, CASE, "fail",
         "Both addresses lead to the same cluster, emea."),
    ],
)  # fmt: skip
def test_remote(number: str, facts: Facts, scenario: Scenario, status: str, headline: str) -> None:
    assert judged(f"RC-REMOTE-{number}", facts, scenario) == (status, headline)


@pytest.mark.parametrize(
    ("purpose", "local", "remote", "status"),
    [
        ("search", "9.1.0", "8.19.2", "warn"),
        ("replication", "8.19.2", "8.19.3", "warn"),
        ("search", "8.19.2", "8.19.3", "ok"),
        ("replication", "8.19.2", "8.14.0", "ok"),
        ("both", "8.19.2", "8.14.0", "warn"),
    ],
)
def test_versions_that_do_not_fit_warn_by_purpose(purpose: str, local: str, remote: str, status: str) -> None:
    facts: Facts = {
        "identity/local/": Identity("l1", "emea", "a", local),
        "identity/remote/": Identity("r1", "us", "b", remote),
    }
    verdict = verdict_of("RC-REMOTE-009", facts, case(purpose=purpose))
    assert verdict.status == status
    assert verdict.saw == f"local {local}, remote {remote}"


def test_hints_and_reasons_of_the_client_are_passed_on() -> None:
    verdict = verdict_of("RC-LOCAL-002", {"account/local": blind(REFUSED)})
    assert (verdict.saw, verdict.hint, verdict.who) == ("unable to authenticate", "Check it.", "admin of emea")


def test_a_cluster_that_answers_is_known_by_the_name_it_gives_itself() -> None:
    assert verdict_of("RC-LOCAL-001", {}).cluster == "emea"
    assert verdict_of("RC-LOCAL-001", {"identity/local/": blind(REFUSED)}).cluster == ""
