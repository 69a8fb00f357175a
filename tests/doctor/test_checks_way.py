"""Checks of the way and of certificates: ready facts -> status and headline."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.doctor.case import CASE, L1, L2, L3, case, judged, verdict_of
from tests.real.pki import Authority
from wizard.clients.ca_files import CaBundle, CaFileError, read_ca
from wizard.clients.seen import Seen, SeenCertificate
from wizard.doctor.facts.trust import Loaded, serials_of
from wizard.doctor.look import Unseen
from wizard.plan.result import Offer
from wizard.scenario.model import Scenario

Facts = dict[str, object]
KEY = "interface/rcs.example:9443"
SHOWN = SeenCertificate("CN=rcs", "CN=remote-ca", ("rcs.example", "10.0.0.1"), "2027-11-24T02:00:00Z", "ab", False)
GOOD = Seen(
    "rcs.example",
    9443,
    ("10.0.0.1",),
    "10.0.0.1",
    "open",
    "verified",
    SHOWN,
    interface="remote-cluster",
    release="8.19.2",
)
PUBLIC = case(interface__ca="public")
CA_FILE: Facts = {"ca_file": "any"}


def seen(**changes: object) -> Facts:
    return {KEY: replace(GOOD, **changes), **CA_FILE}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "facts", "status", "headline"),
    [
        ("REACH-001", seen(), "ok", "rcs.example has an address."),
        ("REACH-001", seen(addresses=()), "fail", "This machine finds no address for rcs.example."),
        ("REACH-002", seen(), "ok", "Port 9443 of rcs.example answers."),
        ("REACH-002", seen(tcp="refused"), "fail", "rcs.example refuses port 9443: nothing listens there."),
        ("REACH-002", seen(tcp="timeout", took_s=10.01), "fail", "No answer from rcs.example:9443 in 10 s."),
        ("REACH-002", seen(tcp="unreachable"), "fail", "This machine has no way to rcs.example:9443."),
        ("REACH-003", seen(), "ok", "A remote cluster server answers at rcs.example:9443."),
        ("REACH-003", seen(port=9300, interface="transport"), "fail",
         "Port 9300 belongs to the certificate model; an API key needs 9443."),
        ("REACH-003", seen(interface="transport", tls="not-tls"), "fail",
         "rcs.example:9443 speaks the transport protocol without TLS."),
        ("REACH-003", seen(port=9200, interface="http"), "fail",
         "Port 9200 is the REST API. Clusters do not connect to each other there."),
        ("REACH-003", seen(interface="unknown"), "fail",
         "What answers at rcs.example:9443 is no remote cluster server."),
        ("REACH-003", seen(interface="", tls="reset"), "fail",
         "rcs.example:9443 takes the connection, but no TLS handshake comes about."),
        ("TRUST-001", seen(), "ok", "The certificate of rcs.example is signed by the CA that was given and in date."),
        ("TRUST-001", seen(tls="wrong-name"), "ok",
         "The certificate of rcs.example is signed by the CA that was given and in date."),
        ("TRUST-001", seen(tls="expired"), "fail", "The certificate of rcs.example:9443 is not in date."),
        ("TRUST-001", seen(tls="untrusted"), "fail",
         "The certificate of rcs.example was not signed by the CA in remote-ca.crt."),
        ("TRUST-001", seen(certificate=None), "skip", "rcs.example:9443 showed no certificate"),
        ("TRUST-001", {KEY: GOOD, "ca_file": Unseen("The CA file does not exist.")}, "skip",
         "The CA file does not exist."),
        ("TRUST-002", seen(), "ok", "The certificate names what is dialled at rcs.example."),
        ("TRUST-002", seen(tls="wrong-name"), "fail",
         "The certificate is for rcs.example and 10.0.0.1, not for rcs.example."),
        ("TRUST-002", seen(certificate=replace(SHOWN, names=()), tls="wrong-name"), "fail",
         "The certificate is for no name at all, not for rcs.example."),
    ],
)  # fmt: skip
def test_way(code: str, facts: Facts, status: str, headline: str) -> None:
    assert judged(f"RC-{code}", facts) == (status, headline)


def test_a_private_certificate_where_a_public_one_is_expected() -> None:
    verdict = verdict_of("RC-TRUST-001", seen(tls="untrusted"), PUBLIC)
    assert (verdict.status, verdict.headline) == ("fail", "No public CA signed the certificate of rcs.example.")
    assert judged("RC-TRUST-001", seen(), PUBLIC)[1].endswith("signed by a public CA and in date.")


def test_a_public_certificate_where_a_private_one_is_expected() -> None:
    verdict = verdict_of("RC-TRUST-001", seen(tls="untrusted", certificate=replace(SHOWN, is_public=True)))
    assert "give public" in verdict.hint


def test_the_right_port_is_offered() -> None:
    verdict = verdict_of("RC-REACH-003", seen(port=9300, interface="transport"))
    assert verdict.offer == Offer("remote.address", "rcs.example:9443")


@pytest.mark.parametrize(
    ("second", "status", "headline"),
    [
        (GOOD, "ok", "a has an address."),
        (Seen("b", 9443), "warn", "This machine finds no address for b."),
    ],
)
def test_seeds_stand_in_for_each_other(second: Seen, status: str, headline: str) -> None:
    scenario = case(interface__addresses=("a:9443", "b:9443"), mode="sniff")
    facts = {"interface/a:9443": replace(GOOD, host="a"), "interface/b:9443": second}
    assert judged("RC-REACH-001", facts, scenario) == (status, headline)


def test_when_no_seed_is_there_it_fails() -> None:
    scenario = case(interface__addresses=("a:9443", "b:9443"), mode="sniff")
    facts = {"interface/a:9443": Seen("a", 9443), "interface/b:9443": Seen("b", 9443)}
    assert judged("RC-REACH-001", facts, scenario) == ("fail", "This machine finds no address for a.")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> CaBundle:
    """A CA file as it is read."""
    path = tmp_path_factory.mktemp("ca") / "remote-ca.crt"
    path.write_bytes(Authority.create("remote-ca").pem)
    return read_ca(str(path))


def trusting(bundle: CaBundle, *paths: str) -> dict[str, tuple[Loaded, ...]]:
    """What the three nodes have loaded: the CA from this path, or (empty) only something else."""
    (serial,) = serials_of(bundle)
    own = Loaded("certs/http.crt", "CN=l1", "1f", True)
    return {
        f"loaded_certificates/{address}": (own, Loaded(path, "CN=remote-ca", serial, False)) if path else (own,)
        for address, path in zip((L1, L2, L3), paths, strict=True)
    }


PLACED = "remote-cluster-ca.crt"


@pytest.mark.parametrize(
    ("paths", "status", "headline"),
    [
        ((PLACED, PLACED, PLACED), "ok", "Every node that was asked has loaded the CA of us."),
        (("own/ca.pem", PLACED, PLACED), "ok", "Every node that was asked has loaded the CA of us."),
        ((PLACED, "", ""), "fail", "Nodes l2 and l3 do not trust the CA that signed us's certificate."),
        ((PLACED, PLACED, ""), "fail", "Node l3 does not trust the CA that signed us's certificate."),
        (("", "", ""), "fail", "emea does not trust the CA that signed us's certificate."),
    ],
)
def test_nodes_trust_the_ca(bundle: CaBundle, paths: tuple[str, ...], status: str, headline: str) -> None:
    assert judged("RC-TRUST-004", {"ca_file": bundle, **trusting(bundle, *paths)}) == (status, headline)


def test_an_older_ca_in_the_planned_place(bundle: CaBundle) -> None:
    facts: Facts = {"ca_file": bundle, **trusting(bundle, PLACED, PLACED, PLACED)}
    facts[f"loaded_certificates/{L2}"] = (Loaded(PLACED, "CN=remote-ca", "99", False),)
    found = judged("RC-TRUST-004", facts)
    assert found == ("fail", "Node l2 trusts another CA from remote-cluster-ca.crt than the one in the CA file.")


def test_a_node_that_cannot_be_asked_leaves_it_unseen(bundle: CaBundle) -> None:
    facts: Facts = {"ca_file": bundle, **trusting(bundle, PLACED, PLACED, PLACED)}
    facts[f"loaded_certificates/{L3}"] = Unseen("l3 does not answer")
    assert judged("RC-TRUST-004", facts) == ("skip", "l3 does not answer")


def test_a_public_ca_needs_nothing_on_the_nodes() -> None:
    assert judged("RC-TRUST-004", {}, PUBLIC)[0] == "ok"
    assert judged("RC-TRUST-008", {}, PUBLIC) == ("ok", "A public CA is expected; no CA file is needed.")


def test_the_ca_file(bundle: CaBundle, tmp_path: Path) -> None:
    assert judged("RC-TRUST-008", {"ca_file": bundle}) == ("ok", f"{bundle.path} holds the CA CN=remote-ca.")
    with pytest.raises(CaFileError) as caught:
        read_ca(str(tmp_path / "missing.crt"))
    verdict = verdict_of("RC-TRUST-008", {"ca_file": Unseen("", caught.value)})
    assert (verdict.status, verdict.headline) == ("fail", caught.value.headline)
    assert verdict.who == "whoever runs this wizard"


def test_the_scenario_of_these_tests_has_a_private_ca() -> None:
    plain: Scenario = CASE
    assert plain.interface.private_ca


def test_a_certificate_that_the_remote_node_calls_its_own_decides_against_the_ca_that_was_given() -> None:
    untrusted = seen(tls="untrusted", certificate=replace(SHOWN, serial="ab12"))
    own = (Loaded("certs/rcs.crt", "CN=rcs", "ab12", True),)
    assert verdict_of("RC-TRUST-001", {**untrusted, "own_certificates": own}).certain
    # A device in between may show this machine another one than the local nodes.
    other = (Loaded("certs/rcs.crt", "CN=rcs", "cd34", True),)
    assert not verdict_of("RC-TRUST-001", {**untrusted, "own_certificates": other}).certain
    assert not verdict_of("RC-TRUST-001", untrusted).certain
    # Which public CAs the local nodes trust is not known here.
    assert not verdict_of("RC-TRUST-001", {**untrusted, "own_certificates": own}, PUBLIC).certain
