"""The one root cause, decided by declared needs."""

import pytest

from wizard.doctor.root_cause import root_cause
from wizard.plan.result import Finding, Status, Verdict


def finding(code: str, status: Status, *needs: str, likely: bool = False, step: str = "") -> Finding:
    return Finding(code, f"{code} holds", "local", needs, step, Verdict(status, code, likely=likely))


@pytest.mark.parametrize(
    ("findings", "cause"),
    [
        ([finding("A", "ok"), finding("B", "warn")], None),
        ([finding("A", "fail"), finding("B", "skip", "A")], "A"),
        ([finding("A", "fail"), finding("B", "fail"), finding("C", "skip", "B")], "B"),
        ([finding("A", "fail", "B"), finding("B", "fail")], "B"),
        ([finding("A", "fail"), finding("B", "fail")], "A"),
        ([finding("A", "fail", likely=True), finding("B", "fail")], "B"),
        ([finding("A", "fail"), finding("B", "skip", "A"), finding("C", "fail", "B")], "A"),
        ([finding("A", "fail"), finding("B", "ok", "A"), finding("C", "fail"), finding("D", "skip", "C")], "C"),
        ([finding("A", "crash"), finding("B", "skip", "A")], None),
        ([finding("A", "fail", step="register"), finding("B", "skip", "A"), finding("C", "fail")], "C"),
        ([finding("A", "fail", step="register"), finding("B", "fail", likely=True)], "A"),
    ],
)
def test_root_cause(findings: list[Finding], cause: str | None) -> None:
    found = root_cause(findings)
    assert (found.code if found else None) == cause
