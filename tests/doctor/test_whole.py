"""A whole examination over ready facts: what is green when all is well, and the one root cause when it is not."""

import pytest

from tests.doctor.case import L1, L2, L3, WHO, case, node, ready, recorded
from wizard.clients.seen import Seen, SeenCertificate
from wizard.doctor.checks import CHECKS
from wizard.doctor.examine import examine
from wizard.doctor.facts.cluster import Licence
from wizard.doctor.facts.keys import KeyInfo
from wizard.doctor.facts.keystore import Keystores, NodeKeystore
from wizard.doctor.facts.login import Account
from wizard.doctor.facts.remote_info import Connected, NodeLinks
from wizard.doctor.facts.resolve import Resolved
from wizard.doctor.facts.roles import RemoteGrant, Rights
from wizard.doctor.facts.search import Searched
from wizard.doctor.facts.settings import Setting
from wizard.doctor.failures import words_in
from wizard.doctor.look import Unseen
from wizard.doctor.root_cause import root_cause
from wizard.plan.result import Finding
from wizard.runner.proof import proven

PUBLIC = case(interface__ca="public")
CODES = tuple(check.code for check in CHECKS)
LINKED = NodeLinks({"prod": Connected(True, "proxy", ("rcs.example:9443",), False, True)})
CERTIFICATE = SeenCertificate("CN=rcs", "CN=ca", ("rcs.example",), "2027-11-24T02:00:00Z", "ab", True)

WELL: dict[str, object] = {
    **WHO,
    "account/local": Account("admin", "native", False),
    "searcher": Account("alice", "native", False),
    "account/remote": Account("elastic", "reserved", False),
    "missing_privileges/local": (),
    "missing_privileges/remote": (),
    "nodes/local": (node("l1"), node("l2"), node("l3")),
    "nodes/remote": (node("r1", bound=("10.0.0.1:9443",)),),
    "licence/local": Licence("trial", "active"),
    "licence/remote": Licence("enterprise", "active"),
    "interface/rcs.example:9443": Seen(
        "rcs.example", 9443, ("10.0.0.1",), "10.0.0.1", "open", "verified", CERTIFICATE, interface="remote-cluster"
    ),
    "keystores": Keystores(tuple(NodeKeystore(name, True) for name in ("l1", "l2", "l3")), "list"),
    "key_kept": True,
    "key_recognised": "yes",
    "key_info": KeyInfo("id", "from-emea", "cross_cluster", False, None, ("idx*",), ()),
    "session_keys": (KeyInfo("id", "from-emea", "cross_cluster", False, None, ("idx*",), ()),),
    "alias_settings": {
        "mode": Setting(("proxy",), "persistent"),
        "proxy_address": Setting(("rcs.example:9443",), "persistent"),
        "skip_unavailable": Setting(("false",), "persistent"),
    },
    "resolved/": Resolved(True, (), True, "8.19.2"),
    **{f"links_provoked/{address}": LINKED for address in (L1, L2, L3)},
    "rights": Rights((RemoteGrant(("prod",), ("idx*",), ("read",)),), "as alice"),
    "searched/user": Searched(200, "successful", 3, 1, 16, ()),
}


def findings(**changes: object) -> list[Finding]:
    """The findings when these facts (slashes written as `__`) differ from a case where all is well."""
    facts = WELL | {name.replace("__", "/"): value for name, value in changes.items()}
    return list(examine(ready(PUBLIC, facts), CODES))


def test_all_is_well() -> None:
    found = findings()
    assert [finding.code for finding in found] == list(CODES)
    assert {finding.verdict.status for finding in found} == {"ok"}
    assert root_cause(found) is None


NO_KEY = Keystores((NodeKeystore("l1", True), NodeKeystore("l2", True), NodeKeystore("l3", False)), "list")
CLOSED = NodeLinks({"prod": Connected(False, "proxy", ("rcs.example:9443",), False, True)})
AWAY = Unseen("away")
UNTRUSTED = Searched(500, "", 0, 0, 0, words_in(recorded("c1.untrusted_ca_proxy.search_strict").body))


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"keystores": NO_KEY, "links_provoked__" + L3: CLOSED}, "RC-TRUST-003"),
        ({"licence__remote": Licence("basic", "active"), "searched__user": Searched(403, "", 0, 0, 0, ())},
         "RC-REMOTE-005"),
        ({"nodes__remote": (node("r1"),), "interface__rcs.example:9443": Seen("rcs.example", 9443, ("10.0.0.1",))},
         "RC-REMOTE-007"),
        ({"key_info": KeyInfo("id", "k", "cross_cluster", True, None, ("idx*",), ())}, "RC-TRUST-006"),
        ({"key_recognised": "invalidated"}, "RC-TRUST-005"),
        ({"alias_settings": {}}, "RC-REG-002"),
        ({"resolved__": Resolved(False, (), None, ""), "searched__admin": UNTRUSTED, "searched__user": UNTRUSTED},
         "RC-REG-004"),
        ({"resolved__" + L3: Resolved(False, ("error attempting to authenticate request",), None, "")}, "RC-REG-003"),
        ({"rights": Rights((), "as alice")}, "RC-USE-001"),
        ({"searched__user": Searched(200, "partial", 0, 1, 4, ())}, "RC-USE-002"),
        ({"missing_privileges__local": ("manage",)}, "RC-LOCAL-003"),
    ],
)  # fmt: skip
def test_one_root_cause(changes: dict[str, object], cause: str) -> None:
    found = findings(**changes)
    top = root_cause(found)
    assert top is not None
    assert top.code == cause
    told = {finding.code for finding in found if finding.verdict.status == "fail" and not finding.verdict.likely}
    assert told == {cause}


def test_a_remote_that_this_machine_cannot_reach_hides_nothing_of_the_connection() -> None:
    facts = {name: AWAY for name in WELL if name.startswith(("account/remote", "nodes/remote", "licence/remote"))}
    facts["identity/remote/"] = Unseen("no answer")
    facts["key_info"] = facts["key_recognised"] = AWAY
    found = {finding.code: finding.verdict.status for finding in findings(**facts)}
    assert found["RC-REG-004"] == found["RC-REG-003"] == found["RC-USE-002"] == "ok"
    assert found["RC-REMOTE-001"] == found["RC-REMOTE-007"] == "skip"


def test_proofs_of_steps_hold_in_that_case() -> None:
    by_code = {finding.code: finding for finding in findings()}
    for codes in (
        ("RC-REMOTE-007", "RC-REACH-002", "RC-REACH-003", "RC-TRUST-001", "RC-TRUST-002"),
        ("RC-TRUST-005", "RC-TRUST-006"),
        ("RC-TRUST-003",),
        ("RC-REG-002", "RC-REG-004", "RC-REG-003"),
        ("RC-USE-001",),
    ):
        assert proven([by_code[code] for code in codes])


def test_the_steps_named_as_fixes_are_in_the_catalogue() -> None:
    steps = {
        "enable-rcs-self", "create-cross-cluster-api-key", "install-credentials-self", "trust-remote-ca-self",
        "connect-proxy", "connect-sniff", "grant-roles-api-key", "",
    }  # fmt: skip
    for mode in ("proxy", "sniff"):
        assert {check.step(case(mode=mode)) for check in CHECKS} <= steps
