"""Examine: order, skips, crashes, and checks that hang."""

import logging
import threading

import pytest

from tests.doctor.case import CASE, ready
from wizard.doctor.check import Check
from wizard.doctor.examine import examine
from wizard.doctor.look import Look, Unseen
from wizard.errors import ReachError
from wizard.plan.result import Status, Verdict


def look() -> Look:
    return ready(CASE, {})


def says(code: str, status: Status = "ok", **more: object) -> Check:
    """A check that always says the same."""
    return Check(code, "local", f"{code} holds", "local", lambda look: Verdict(status, f"{code} {status}"), **more)  # type: ignore[arg-type]


def outcome(*checks: Check, codes: tuple[str, ...] = (), limit_s: float = 5.0) -> dict[str, str]:
    wanted = codes or tuple(check.code for check in checks)
    found = list(examine(look(), wanted, checks=checks, limit_s=limit_s))
    return {
        finding.code: finding.verdict.headline if finding.verdict.status == "skip" else finding.verdict.status
        for finding in found
    }


def test_findings_come_in_declared_order() -> None:
    later = threading.Event()

    def slow(look: Look) -> Verdict:
        assert later.wait(5)
        return Verdict("ok", "slow")

    def fast(look: Look) -> Verdict:
        later.set()
        return Verdict("ok", "fast")

    checks = (Check("A", "local", "a", "local", slow), Check("B", "local", "b", "local", fast))
    assert list(outcome(*checks)) == ["A", "B"]


def test_a_failed_need_skips_what_depends_on_it_and_nothing_else() -> None:
    found = outcome(says("A", "fail"), says("B", needs=("A",)), says("C", needs=("B",)), says("D"))
    assert found == {"A": "fail", "B": "needs A", "C": "needs B", "D": "ok"}


def test_yielding_only_to_failures() -> None:
    def blind(look: Look) -> Verdict:
        raise Unseen("no way to look")

    unseen = Check("U", "local", "u", "local", blind)
    found = outcome(
        unseen, says("A", needs=("U",)), says("B", yields_to=("U",)), says("F", "fail"), says("G", yields_to=("F",))
    )
    assert found == {"U": "no way to look", "A": "needs U", "B": "ok", "F": "fail", "G": "needs F"}


def test_a_warning_holds_nothing_back() -> None:
    assert outcome(says("A", "warn"), says("B", needs=("A",))) == {"A": "warn", "B": "ok"}


def test_needs_outside_the_codes_are_not_required() -> None:
    assert outcome(says("A", "fail"), says("B", needs=("A",)), codes=("B",)) == {"B": "ok"}


def test_a_need_may_stand_later_in_the_order() -> None:
    assert outcome(says("A", needs=("B",)), says("B", "fail")) == {"A": "needs B", "B": "fail"}


def test_a_crash_is_a_finding_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def crash(look: Look) -> Verdict:
        raise ValueError("-".join(("hunter", "2")))

    with caplog.at_level(logging.ERROR):
        findings = list(examine(look(), ("A", "B"), checks=(Check("A", "local", "a", "local", crash), says("B"))))
    assert [finding.verdict.status for finding in findings] == ["crash", "ok"]
    assert "ValueError" in findings[0].verdict.headline
    assert "hunter-2" not in findings[0].verdict.headline + caplog.text
    assert "A crashed: ValueError" in caplog.text
    assert "test_examine.py" in caplog.text


def test_a_check_that_hangs_holds_no_other() -> None:
    never, judged = threading.Event(), threading.Event()

    def hang(look: Look) -> Verdict:
        never.wait(10)
        return Verdict("ok", "too late")

    def other(look: Look) -> Verdict:
        judged.set()
        return Verdict("ok", "fine")

    checks = (
        Check("A", "local", "a", "local", other),
        Check("B", "local", "b", "local", hang),
        Check("C", "local", "c", "local", other),
        says("D", needs=("B",)),
    )
    found = outcome(*checks, limit_s=0.3)
    assert judged.is_set()
    assert found == {"A": "ok", "B": "not answered within 0.3 s", "C": "ok", "D": "needs B"}
    never.set()


def test_what_is_seen_from_here_only_is_stamped_likely_even_when_skipped() -> None:
    checks = (says("A", "fail", likely=True), says("B", needs=("A",), likely=True))
    assert all(finding.verdict.likely for finding in examine(look(), ("A", "B"), checks=checks))


def test_who_acts_and_the_step_that_fixes_are_filled_in() -> None:
    (finding,) = examine(look(), ("A",), checks=(says("A", "fail", fixed_by="connect-{mode}"),))
    assert (finding.verdict.who, finding.fixed_by) == ("admin of the local cluster", "connect-proxy")
    (finding,) = examine(look(), ("A",), checks=(says("A", fixed_by="connect-{mode}"),))
    assert finding.fixed_by == ""


def test_the_caller_is_told_when_a_check_begins() -> None:
    begun: list[str] = []
    checks = (says("A"), says("B", needs=("A",)), says("C", "fail"), says("D", needs=("C",)))
    list(examine(look(), "ABCD", checks=checks, on=lambda check: begun.append(check.code)))
    assert sorted(begun) == ["A", "B", "C"]


def test_errors_of_the_seams_are_reasons_not_crashes() -> None:
    def away(look: Look) -> Verdict:
        raise Unseen("The local cluster does not answer.", ReachError("away", kind="dns"))

    (finding,) = examine(look(), ("A",), checks=(Check("A", "local", "a", "local", away),))
    assert (finding.verdict.status, finding.verdict.headline) == ("skip", "The local cluster does not answer.")
