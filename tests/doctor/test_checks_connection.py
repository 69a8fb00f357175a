"""Checks of the connection and of its use: ready facts -> status and headline."""

import pytest

from tests.doctor.case import CASE, L1, L2, L3, case, judged, recorded, verdict_of
from wizard.clients.seen import Seen
from wizard.doctor.facts.remote_info import Connected, NodeLinks
from wizard.doctor.facts.resolve import Resolved
from wizard.doctor.facts.roles import RemoteGrant, Rights
from wizard.doctor.facts.search import Searched
from wizard.doctor.facts.settings import Setting
from wizard.doctor.failures import words_in
from wizard.doctor.look import Unseen
from wizard.scenario.model import Scenario

Facts = dict[str, object]


def settings(**values: str) -> Facts:
    return {"alias_settings": {name: Setting(tuple(value.split(",")), "persistent") for name, value in values.items()}}


PLANNED = settings(mode="proxy", proxy_address="rcs.example:9443", skip_unavailable="false")
OTHER = settings(mode="proxy", proxy_address="other:9443", skip_unavailable="false")
SNIFF = case(mode="sniff", interface__addresses=("a:9443", "b:9443"))
NAMED = case(interface__server_name="sni.example")


@pytest.mark.parametrize(
    ("code", "facts", "scenario", "status", "headline"),
    [
        ("001", {"alias_settings": {}}, CASE, "ok", "The alias prod is free on emea."),
        ("001", PLANNED, CASE, "ok", "prod is registered on emea as planned."),
        ("001", OTHER, CASE, "fail", "The alias prod is taken on emea: it leads to other:9443."),
        ("001", settings(seeds="x:9300,y:9300"), CASE, "fail",
         "The alias prod is taken on emea: it leads to x:9300 and y:9300."),
        ("001", settings(mode="proxy"), CASE, "fail", "The alias prod is taken on emea: it leads to nowhere yet."),
        ("002", PLANNED, CASE, "ok", "The settings of prod are stored on emea as planned."),
        ("002", settings(mode="PROXY", proxy_address="rcs.example:9443", skip_unavailable="false", server_name=""),
         CASE, "ok", "The settings of prod are stored on emea as planned."),
        ("002", {"alias_settings": {}}, CASE, "fail", "emea has no connection called prod."),
        ("002", OTHER, CASE, "fail", "The settings of prod on emea are not the planned ones."),
        ("002", settings(mode="proxy", proxy_address="rcs.example:9443", skip_unavailable="true"), CASE, "fail",
         "The settings of prod on emea are not the planned ones."),
        ("002", PLANNED, NAMED, "fail", "The settings of prod on emea are not the planned ones."),
        ("002", settings(seeds="b:9443,a:9443", skip_unavailable="false"), SNIFF, "ok",
         "The settings of prod are stored on emea as planned."),
        ("002", PLANNED, SNIFF, "fail", "The settings of prod on emea are not the planned ones."),
    ],
)  # fmt: skip
def test_alias(code: str, facts: Facts, scenario: Scenario, status: str, headline: str) -> None:
    assert judged(f"RC-REG-{code}", facts, scenario) == (status, headline)


def test_what_differs_is_said() -> None:
    verdict = verdict_of("RC-REG-002", OTHER)
    assert "proxy_address is other:9443, planned rcs.example:9443" in verdict.hint
    assert "proxy_address=other:9443 (persistent)" in verdict.saw


GOOD = Connected(True, "proxy", ("rcs.example:9443",), False, True)
KEYLESS = Connected(False, "proxy", ("rcs.example:9443",), False, False)
CLOSED = Connected(False, "proxy", ("rcs.example:9443",), False, True)
SKIPPING = Connected(True, "proxy", ("rcs.example:9443",), True, True)


def links(*found: Connected | str | None) -> Facts:
    """What each node says of the alias: None not known, a text the node lacks the role."""
    facts: Facts = {}
    for address, link in zip((L1, L2, L3), found, strict=True):
        aliases = None if isinstance(link, str) else {"prod": link} if link else {}
        facts[f"links_provoked/{address}"] = NodeLinks(aliases)
    return facts


@pytest.mark.parametrize(
    ("code", "facts", "status", "headline"),
    [
        ("003", links(GOOD, GOOD, GOOD), "ok", "Every node that was asked is connected to us with its key."),
        ("003", links(GOOD, GOOD, "role"), "ok", "Every node that was asked is connected to us with its key."),
        ("003", links(GOOD, GOOD, None), "fail", "Node l3 does not know prod."),
        ("003", links(GOOD, KEYLESS, KEYLESS), "fail",
         "Nodes l2 and l3 do not use a key for prod, but the certificate model."),
        ("003", links(GOOD, GOOD, CLOSED), "fail", "Node l3 has no open connection to us."),
        ("003", links("role", "role", "role"), "skip", "no local node that was asked may open connections"),
        ("003", {**links(GOOD, GOOD, GOOD), f"links_provoked/{L3}": Unseen("l3 is away")}, "skip", "l3 is away"),
        ("005", links(GOOD, GOOD, GOOD), "ok", "skip_unavailable of prod is false in force."),
        ("005", links(GOOD, SKIPPING, "role"), "warn",
         "skip_unavailable of prod is true in force on l2; false was asked for."),
        ("005", links("role", "role", None), "skip", "no local node that was asked knows prod"),
    ],
)  # fmt: skip
def test_nodes(code: str, facts: Facts, status: str, headline: str) -> None:
    assert judged(f"RC-REG-{code}", facts) == (status, headline)


def test_the_quirk_of_8_x_is_explained() -> None:
    hint = verdict_of("RC-REG-005", links(SKIPPING, SKIPPING, SKIPPING)).hint
    assert "Elasticsearch 8 falls back to true" in hint
    assert "Set it to true, then to false" in hint


def words(name: str) -> tuple[str, ...]:
    return words_in(recorded(name).body)


def refused(name: str) -> Resolved:
    return Resolved(False, words(name), None, "")


def failed(name: str, status: int = 500) -> Searched:
    return Searched(status, "", 0, 0, 0, words(name))


NO_REASON = Resolved(False, (), None, "")
FOUND = Searched(200, "successful", 3, 1, 16, ())


@pytest.mark.parametrize(
    ("resolved", "searched", "status", "headline"),
    [
        (Resolved(True, (), True, "8.19.2"), None, "ok", "prod reaches us."),
        (Resolved(True, ("no such index [idx]",), False, "8.19.2"), None, "ok", "prod reaches us."),
        (NO_REASON, None, "fail", "emea opens no connection to us at rcs.example:9443."),
        (NO_REASON, failed("c1.untrusted_ca_proxy.search_strict"), "fail",
         "emea does not trust the CA that signed us's certificate."),
        (NO_REASON, failed("a2.connection_refused.search_strict"), "fail",
         "rcs.example:9443 refuses the nodes of emea: nothing listens there."),
        (NO_REASON, FOUND, "ok", "prod reaches us."),
        (refused("d6.expired.resolve_cluster"), None, "fail", "us does not accept the key that emea sends."),
        (refused("d6.expired.resolve_cluster"), failed("d6.expired.search_strict", 401), "fail",
         "us no longer accepts the key: it expired."),
        (refused("d1.missing_credentials.resolve_cluster"), None, "fail",
         "emea sends no key: the node that was asked has none for alias prod in its keystore."),
        (refused("e1.user_without_remote_indices.resolve_cluster"), None, "skip",
         "the login used has no remote privileges for the alias, so nothing was sent"),
        (refused("e3.replication_only.search_strict"), None, "ok", "prod reaches us."),
        (refused("i5.unknown_alias.resolve_cluster"), None, "fail", "emea has no connection called prod."),
        (Unseen("emea is away"), None, "skip", "emea is away"),
    ],
)  # fmt: skip
def test_reaches(resolved: object, searched: Searched | None, status: str, headline: str) -> None:
    facts: Facts = {"resolved/": resolved} | ({"searched/user": searched} if searched else {})
    assert judged("RC-REG-004", facts) == (status, headline)


def test_the_cause_is_looked_for_as_admin_then_as_user() -> None:
    unseen = Searched(403, "", 0, 0, 0, words("e1.user_without_remote_indices.search"))
    refused_port = failed("a2.connection_refused.search_strict")
    facts: Facts = {"resolved/": NO_REASON, "searched/admin": unseen, "searched/user": refused_port}
    assert judged("RC-REG-004", facts)[1] == "rcs.example:9443 refuses the nodes of emea: nothing listens there."
    assert judged("RC-REG-004", facts | {"searched/user": unseen})[1].startswith("emea opens no connection")


def test_without_a_reason_it_says_what_this_machine_sees() -> None:
    facts: Facts = {"resolved/": NO_REASON, "interface/rcs.example:9443": Seen("rcs.example", 9443)}
    hint = verdict_of("RC-REG-004", facts | {"ca_file": "any"}).hint
    assert hint.startswith("Seen from here: This machine finds no address for rcs.example. The log of a local")
    assert "look for ProxyConnectionStrategy" in hint


def test_a_frozen_remote_is_not_searched() -> None:
    verdict = verdict_of("RC-REG-004", {"resolved/": refused("down.frozen_open_connection.resolve_cluster")})
    assert "then says nothing" in verdict.headline


def test_a_failure_quotes_its_evidence() -> None:
    verdict = verdict_of("RC-REG-004", {"resolved/": refused("d1.missing_credentials.resolve_cluster")})
    (evidence,) = verdict.evidence
    assert evidence.source == "GET _resolve/cluster/prod:idx"
    assert "_cross_cluster_access_credentials" in evidence.excerpt


def grants(*found: tuple[str, str, str]) -> Facts:
    made = tuple(RemoteGrant((clusters,), (names,), (privilege,)) for clusters, names, privilege in found)
    return {"rights": Rights(made, "as alice")}


@pytest.mark.parametrize(
    ("facts", "status", "headline"),
    [
        (grants(("prod", "idx", "read")), "ok", "alice may search idx on prod."),
        (grants(("*", "*", "all")), "ok", "alice may search idx on prod."),
        (grants(("pro*", "i*", "read")), "ok", "alice may search idx on prod."),
        (grants(), "fail", "alice may not search prod: no role names it under remote_indices."),
        (grants(("other", "*", "all")), "fail", "alice may not search prod: no role names it under remote_indices."),
        (grants(("prod", "logs-*", "read")), "fail", "alice may search logs-* on prod; idx is asked for."),
        (grants(("prod", "idx", "view_index_metadata")), "fail",
         "alice may not search anything on prod; idx is asked for."),
        ({"rights": Unseen("alice is not a native user")}, "skip", "alice is not a native user"),
    ],
)  # fmt: skip
def test_user_may(facts: Facts, status: str, headline: str) -> None:
    assert judged("RC-USE-001", facts) == (status, headline)


def test_a_user_who_follows() -> None:
    following = case(access__search=(), access__search_index="", access__replication=("arch-*",))
    facts = grants(("prod", "arch-*", "cross_cluster_replication"))
    assert judged("RC-USE-001", facts, following) == ("ok", "alice may follow arch-* on prod.")
    assert judged("RC-USE-001", grants(("prod", "arch-*", "read")), following)[0] == "fail"


@pytest.mark.parametrize(
    ("found", "status", "headline"),
    [
        (FOUND, "ok", "alice searched prod:idx: 3 documents."),
        (Searched(200, "successful", 0, 1, 4, ()), "ok", "alice searched prod:idx: 0 documents."),
        (Searched(200, "successful", 0, 0, 4, ()), "warn",
         "The search of prod:idx came through, but no index matched."),
        (Searched(200, "skipped", 0, 0, 4, words("c1.untrusted_ca_proxy.search_skip")), "fail",
         "The search answered 200 but skipped prod: skip_unavailable hides the failure."),
        (Searched(200, "skipped", 0, 0, 4, words("g1.local_basic.search_skip")), "fail",
         "The licence of emea or of us does not allow API keys between clusters."),
        (Searched(200, "partial", 1, 2, 4, ()), "fail",
         "The search of prod:idx brought only a part: some shards of us failed."),
        (failed("e1.user_without_remote_indices.search", 403), "fail",
         "alice may not search prod: no role names it under remote_indices."),
        (failed("e3.replication_only.search_strict", 403), "fail",
         "alice may not read idx on us: the key or a role of alice does not name it."),
        (failed("d5.invalidated_fresh.search_strict", 401), "fail",
         "us no longer accepts the key: it has been invalidated."),
        (failed("i5.index_missing.search", 404), "warn", "us has no index idx-none, or the key does not show it."),
        (Searched(500, "", 0, 0, 0, ()), "fail", "The search of prod:idx failed."),
        (Unseen("the password of alice is not known"), "skip", "the password of alice is not known"),
    ],
)  # fmt: skip
def test_search(found: object, status: str, headline: str) -> None:
    assert judged("RC-USE-002", {"searched/user": found}) == (status, headline)


def test_what_the_search_saw() -> None:
    assert verdict_of("RC-USE-002", {"searched/user": FOUND}).saw == "3 documents, took 16 ms"
