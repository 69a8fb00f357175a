"""Findings as JSON and as lines."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from wizard.doctor.report import finding_as_json, report_as_json, report_lines, summary
from wizard.plan.result import Evidence, Finding, Offer, Status, Verdict
from wizard.version import VERSION

KEYLESS = Finding(
    "RC-TRUST-003",
    "every local node holds the key",
    "local",
    ("RC-LOCAL-002",),
    "install-credentials-self",
    Verdict(
        "fail",
        "Node es-emea-3 has no key for alias analytics in its keystore.",
        saw="2 of 3 nodes",
        hint="Add it on es-emea-3, then reload.",
        who="admin of prod-emea",
        evidence=(Evidence("GET _remote/info at es-emea-3", "…"),),
    ),
)
EXPIRING = Finding(
    "RC-TRUST-007", "the key does not expire within 30 days", "remote", (), "",
    Verdict("warn", "The key expires in 12 days, on 2026-12-06.", hint="Make a new key."),
)  # fmt: skip


def finding(code: str, status: Status, *needs: str, likely: bool = False) -> Finding:
    return Finding(code, f"{code} holds", "local", needs, "", Verdict(status, f"{code} is {status}.", likely=likely))


MIXED = [
    *(finding(f"RC-LOCAL-00{number}", "ok") for number in (1, 2)),
    finding("RC-REACH-001", "ok", likely=True),
    KEYLESS,
    EXPIRING,
    finding("RC-REG-004", "skip", "RC-TRUST-003"),
]


def test_lines_are_short_on_success_and_long_on_failure() -> None:
    assert list(report_lines(MIXED, step_numbers={"install-credentials-self": 3})) == [
        "FAILED  RC-TRUST-003  local   Node es-emea-3 has no key for alias analytics in its keystore.",
        "        fix: Add it on es-emea-3, then reload (plan step 3)   who: admin of prod-emea   "
        "more: rcw checks RC-TRUST-003",
        "WARNING RC-TRUST-007  remote  The key expires in 12 days, on 2026-12-06.",
        "3 ok, 1 warning, 1 failed, 1 skipped (-v lists them)",
    ]


def test_verbose_lists_all() -> None:
    lines = list(report_lines(MIXED, verbose=True))
    assert lines[0] == "ok      RC-LOCAL-001  local   RC-LOCAL-001 is ok."
    assert lines[2] == "likely  RC-REACH-001  local   RC-REACH-001 is ok."
    assert "        fix: Make a new key   more: rcw checks RC-TRUST-007" in lines
    assert "skipped RC-REG-004    local   RC-REG-004 is skip." in lines
    assert lines[-1] == "3 ok, 1 warning, 1 failed, 1 skipped"


def test_the_root_cause_is_named_among_several() -> None:
    two = [
        replace(finding("RC-USE-001", "fail"), fixed_by="grant-roles-api-key"),
        *MIXED,
        finding("RC-LOCAL-003", "crash"),
    ]
    lines = list(report_lines(two))
    assert "Root cause: RC-TRUST-003. Node es-emea-3 has no key for alias analytics in its keystore." in lines
    assert any(line.startswith("CRASHED RC-LOCAL-003") for line in lines)
    assert lines[-1] == "3 ok, 1 warning, 2 failed, 1 crashed, 1 skipped (-v lists them)"


def test_summary_counts_in_words() -> None:
    assert summary([finding("A", "warn"), finding("B", "warn")]) == "0 ok, 2 warnings"
    assert summary([finding("A", "ok")], verbose=True) == "1 ok"


def test_a_finding_as_json() -> None:
    assert finding_as_json(KEYLESS) == {
        "code": "RC-TRUST-003",
        "claim": "every local node holds the key",
        "status": "fail",
        "headline": "Node es-emea-3 has no key for alias analytics in its keystore.",
        "saw": "2 of 3 nodes",
        "hint": "Add it on es-emea-3, then reload.",
        "likely": False,
        "side": "local",
        "who": "admin of prod-emea",
        "needs": ["RC-LOCAL-002"],
        "fixed_by": "install-credentials-self",
        "offer": None,
        "docs": "docs/checks.md#rc-trust-003",
        "evidence": [{"source": "GET _remote/info at es-emea-3", "excerpt": "…"}],
    }


def test_the_report_as_json() -> None:
    at = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
    report: dict[str, Any] = report_as_json({"analytics": MIXED}, at=at, took_s=9.07)
    (alias,) = report.pop("aliases")
    assert report == {
        "version": 1,
        "tool": VERSION,
        "at": "2026-11-24T02:10:00Z",
        "took_s": 9.1,
        "verdict": "fail",
        "root_cause": "RC-TRUST-003",
        "counts": {"ok": 3, "warn": 1, "fail": 1, "skip": 1, "crash": 0},
    }
    assert (alias["alias"], alias["verdict"], alias["root_cause"]) == ("analytics", "fail", "RC-TRUST-003")
    assert [finding["code"] for finding in alias["findings"]] == [finding.code for finding in MIXED]
    assert {hop["hop"]: (hop["status"], hop["code"]) for hop in alias["path"]} == {
        "keystore": ("fail", "RC-TRUST-003"),
        "dns": ("ok", None),
        "tcp": ("skip", None),
        "tls": ("skip", None),
        "filter": ("skip", None),
        "auth": ("warn", "RC-TRUST-007"),
        "access": ("skip", None),
    }


def test_verdicts_over_all() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    for statuses, verdict in ((("ok", "skip"), "ok"), (("ok", "warn"), "warn"), (("warn", "crash"), "fail")):
        found = [finding(f"A{number}", status) for number, status in enumerate(statuses)]  # type: ignore[arg-type]
        assert report_as_json({"a": found}, at=at, took_s=0)["verdict"] == verdict


def test_the_answer_that_would_mend_it_is_offered() -> None:
    offer = Offer("remote.address", "rcs.example:9443")
    offering = replace(KEYLESS, verdict=replace(KEYLESS.verdict, offer=offer))
    assert finding_as_json(offering)["offer"] == {"answer": "remote.address", "value": "rcs.example:9443"}
    assert finding_as_json(KEYLESS)["offer"] is None
    fix = next(line for line in report_lines([offering]) if "fix:" in line)
    assert "then reload, or set remote.address=rcs.example:9443   who:" in fix
