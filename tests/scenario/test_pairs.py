"""The support matrix holds 19 rows, covers every pair once, and says of each what the tables of the facts say."""

from dataclasses import FrozenInstanceError
from itertools import product
from typing import NamedTuple, get_args

import pytest

from wizard.scenario.environments import ENVIRONMENTS, SERVERLESS, CaKind
from wizard.scenario.model import Environment, Mode, Security
from wizard.scenario.pairs import PAIRS, RELATION_TITLES, FilterType, Pair, modes_for, pair_for, relations


class Expected(NamedTuple):
    """One row written down by hand, apart from the code."""

    row: str
    local: Environment
    remote: Environment
    relation: str
    modes: tuple[Mode, ...]
    certificate_port: int
    ca: CaKind
    filters: tuple[FilterType, ...]


PROXY: tuple[Mode, ...] = ("proxy",)
BOTH: tuple[FilterType, ...] = ("remote-cluster", "ip")
EXPECTED = (
    Expected("S01", "ech", "ech", "same-org", PROXY, 9400, "public", BOTH),
    Expected("S02", "ech", "ech", "other-org", PROXY, 9400, "public", BOTH),
    Expected("S03", "ech", "ece", "", PROXY, 9400, "either", BOTH),
    Expected("S04", "ech", "eck", "", PROXY, 9300, "private", ()),
    Expected("S05", "ech", "self", "", PROXY, 9300, "private", ()),
    Expected("S06", "ece", "ech", "", PROXY, 9400, "public", ("ip",)),
    Expected("S07", "ece", "ece", "same-env", PROXY, 9400, "platform", BOTH),
    Expected("S08", "ece", "ece", "other-env", PROXY, 9400, "either", BOTH),
    Expected("S09", "ece", "eck", "", PROXY, 9300, "private", ()),
    Expected("S10", "ece", "self", "", PROXY, 9300, "private", ()),
    Expected("S11", "eck", "ech", "", PROXY, 9400, "public", ("ip",)),
    Expected("S12", "eck", "ece", "", PROXY, 9400, "either", ("ip",)),
    Expected("S13", "eck", "eck", "same-operator", ("sniff",), 9300, "operator", ()),
    Expected("S14", "eck", "eck", "other-operator", ("proxy", "sniff"), 9300, "private", ()),
    Expected("S15", "eck", "self", "", ("proxy", "sniff"), 9300, "private", ()),
    Expected("S16", "self", "ech", "", PROXY, 9400, "public", ("ip",)),
    Expected("S17", "self", "ece", "", PROXY, 9400, "either", ("ip",)),
    Expected("S18", "self", "eck", "", PROXY, 9300, "private", ()),
    Expected("S19", "self", "self", "", ("sniff", "proxy"), 9300, "private", ()),
)
ENVIRONMENT_NAMES: tuple[Environment, ...] = get_args(Environment)


def row(name: str) -> Pair:
    return next(pair for pair in PAIRS if pair.row == name)


def rows_where(**columns: object) -> set[str]:
    return {pair.row for pair in PAIRS if all(getattr(pair, name) == value for name, value in columns.items())}


def method_words(pair: Pair, security: Security) -> str:
    method = pair.method(security)
    assert method
    return " ".join((method.restarts.local, method.restarts.remote, *method.needs))


def test_rows_are_s01_to_s19_in_order() -> None:
    assert [pair.row for pair in PAIRS] == [f"S{number:02}" for number in range(1, 20)]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.row)
def test_row_is_what_the_facts_say(expected: Expected) -> None:
    pair = row(expected.row)
    api_key, certificate = pair.method("api-key"), pair.method("certificate")
    assert api_key
    assert certificate
    assert (pair.local, pair.remote, pair.relation) == (expected.local, expected.remote, expected.relation)
    assert pair.securities == ("api-key", "certificate")
    assert modes_for(pair, "api-key") == modes_for(pair, "certificate") == expected.modes
    assert (api_key.port, certificate.port) == (9443, expected.certificate_port)
    assert pair.ca == expected.ca
    assert pair.filters == expected.filters


def test_every_ordered_pair_has_a_row() -> None:
    assert {(pair.local, pair.remote) for pair in PAIRS} == set(product(ENVIRONMENT_NAMES, repeat=2))
    assert len({(pair.local, pair.remote, pair.relation) for pair in PAIRS}) == len(PAIRS) == 19


@pytest.mark.parametrize(("local", "remote"), list(product(ENVIRONMENT_NAMES, repeat=2)))
def test_relation_matters_only_between_two_of_the_same_platform(local: Environment, remote: Environment) -> None:
    expected = {
        ("ech", "ech"): ("same-org", "other-org"),
        ("ece", "ece"): ("same-env", "other-env"),
        ("eck", "eck"): ("same-operator", "other-operator"),
    }.get((local, remote), ())
    assert relations(local, remote) == expected
    assert all(relation in RELATION_TITLES for relation in expected)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.row)
def test_each_row_is_found_by_its_own_columns(pair: Pair) -> None:
    assert pair_for(pair.local, pair.remote, pair.relation) is pair


@pytest.mark.parametrize(
    ("local", "remote", "relation", "expected"),
    [
        ("ech", "ech", "", None),
        ("ech", "ech", "same-env", None),
        ("self", "self", "same-org", "S19"),
        ("ece", "ech", "other-org", "S06"),
        ("serverless", "self", "", None),
        ("self", "", "", None),
    ],
)
def test_lookup_without_a_fitting_relation(local: str, remote: str, relation: str, expected: str | None) -> None:
    found = pair_for(local, remote, relation)
    assert (found.row if found else None) == expected


def test_only_self_managed_with_api_keys_is_built() -> None:
    assert {pair.row: pair.built for pair in PAIRS if pair.built} == {"S19": ("api-key",)}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.row)
def test_each_model_has_a_verdict_and_a_reason(pair: Pair) -> None:
    api_key, certificate = pair.support("api-key"), pair.support("certificate")
    assert (api_key.word, certificate.word) == ("supported", "deprecated")
    assert api_key.reason
    assert "9.0" in certificate.reason
    assert (api_key.built, certificate.built) == (pair.row == "S19", False)


def test_only_ece_to_ech_has_no_supported_filter_and_names_ways_out() -> None:
    assert {pair.row for pair in PAIRS if pair.ways_out} == {"S06"}
    assert len(row("S06").ways_out) == 3
    assert "network security" in row("S06").support("api-key").reason


def test_filters_exist_where_the_remote_has_a_control_plane_and_else_guards_do() -> None:
    for pair in PAIRS:
        remote = ENVIRONMENTS[pair.remote]
        assert bool(pair.filters) is remote.has_control_plane
        assert bool(remote.guards) is not remote.has_control_plane


def test_a_remote_cluster_filter_is_offered_or_refused_with_a_reason() -> None:
    refused = {pair.row for pair in PAIRS if pair.filter_refused}
    assert refused == {"S06", "S11", "S12", "S16", "S17"}
    assert refused == rows_where(filters=("ip",))
    assert rows_where(filter_needs_proxy_ca=True) == {"S03", "S08"}


def test_remote_cluster_filters_know_the_local_side_by_an_identifier() -> None:
    for pair in PAIRS:
        if "remote-cluster" in pair.filters:
            assert ENVIRONMENTS[pair.local].filter_identifiers[0] == "cluster"


def test_the_operator_declares_one_row_only() -> None:
    assert rows_where(declared=True) == {"S13"} == rows_where(ca="operator")


def test_certificate_trust_is_exchanged_by_the_methods_of_both_sides() -> None:
    exchanges = {pair.row: method.exchange for pair in PAIRS if (method := pair.method("certificate"))}
    assert exchanges["S03"] == ("direct-ece", "direct-ess")
    assert exchanges["S06"] == ("direct-ess", "direct-ece")
    assert exchanges["S08"] == ("external", "external")
    assert exchanges["S13"] == ("operator", "operator")
    assert exchanges["S16"] == ("ca-self-restricted", "direct-generic")
    assert exchanges["S19"] == ("ca-self", "ca-self")
    for pair in PAIRS:
        exchange = exchanges[pair.row]
        assert exchange
        for trust, side in zip(exchange, (pair.local, pair.remote), strict=True):
            by_control_plane = trust in ("accounts", "external") or trust.startswith("direct-")
            assert by_control_plane is ENVIRONMENTS[side].has_control_plane


@pytest.mark.parametrize(
    ("name", "local", "remote"),
    [
        ("S01", "none", "none"),
        ("S05", "none", "by hand"),
        ("S11", "by the operator", "none"),
        ("S13", "by the operator", "by the operator"),
        ("S16", "none", "none"),
        ("S17", "private CA", "none"),
        ("S18", "private CA", "by the operator"),
        ("S19", "private CA", "by hand"),
    ],
)
def test_restarts_with_api_keys(name: str, local: str, remote: str) -> None:
    method = row(name).method("api-key")
    assert method
    assert local in method.restarts.local
    assert remote in method.restarts.remote


@pytest.mark.parametrize(
    ("name", "local", "remote"),
    [
        ("S03", "none", "none"),
        ("S04", "none", "by the operator"),
        ("S10", "none", "by hand"),
        ("S13", "none", "none"),
        ("S14", "none", "none"),
        ("S15", "none", "by hand"),
    ],
)
def test_restarts_with_certificates(name: str, local: str, remote: str) -> None:
    method = row(name).method("certificate")
    assert method
    assert local in method.restarts.local
    assert remote in method.restarts.remote


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.row)
def test_needs_name_versions_and_licences(pair: Pair) -> None:
    with_keys, with_certificates = method_words(pair, "api-key"), method_words(pair, "certificate")
    assert "8.14" in with_keys
    assert "Enterprise or active trial licence on both" in with_keys
    assert "8.14" not in with_certificates
    assert ("ECK: Enterprise" in with_keys) is ("eck" in (pair.local, pair.remote))
    assert ("ECK: Enterprise" in with_certificates) is pair.declared
    assert ("ECK 2.16" in with_keys) is pair.declared
    assert ("ECK 3.3" in with_keys) is (pair.remote == "eck" and not pair.declared)
    assert ("before 2.9" in with_keys) is ("ece" in (pair.local, pair.remote))
    assert ("is public" in with_keys) is (pair.local == "ech")


def test_needs_are_said_once() -> None:
    for pair in PAIRS:
        for method in pair.methods:
            assert len(set(method.needs)) == len(method.needs)


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("network filters exclude", "S01 S02 S03 S06 S07 S08 S11 S12 S16 S17"),
        ("only IP filters", "S03 S08"),
        ("takes one id", "S01 S02 S03 S07 S08"),
        ("does not list remote cluster filters", "S01 S02 S03 S07 S08"),
        ("TCP passed through", "S03 S07 S08 S12 S17"),
        ("writes seeds", "S13"),
        ("scope ids", "S04 S09 S11 S12"),
        ("restarts the deployment", "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10"),
        ("trust API", "S01"),
        ("Kibana", "S14 S15 S19"),
        ("opposite direction", "S11 S12 S15"),
    ],
)
def test_a_conflict_is_noted_on_the_rows_it_concerns(words: str, rows: str) -> None:
    assert {pair.row for pair in PAIRS if any(words in note.text for note in pair.notes)} == set(rows.split())


def test_the_version_tables_conflict_is_noted_on_every_row() -> None:
    assert all(any("table for search" in note.text for note in pair.notes) for pair in PAIRS)


def test_notes_speak_of_models_that_the_pair_has() -> None:
    for pair in PAIRS:
        assert all(note.security in (None, *pair.securities) for note in pair.notes)
        assert all(note.text and note.follows for note in pair.notes)


def test_every_environment_has_its_columns() -> None:
    assert tuple(ENVIRONMENTS) == ENVIRONMENT_NAMES
    for environment in ENVIRONMENTS.values():
        assert environment.title
        assert environment.key_place
        assert environment.filter_sources
        assert environment.interface_on_by_default is not environment.restart_to_open
    assert [name for name, environment in ENVIRONMENTS.items() if environment.files_by_hand] == ["self"]
    assert [name for name, environment in ENVIRONMENTS.items() if environment.has_control_plane] == ["ech", "ece"]


def test_serverless_is_refused_with_a_pointer() -> None:
    assert "serverless" not in ENVIRONMENTS
    assert SERVERLESS.reason
    assert "cross-project search" in SERVERLESS.instead


def test_rows_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PAIRS[0].built = ("api-key",)  # type: ignore[misc]
