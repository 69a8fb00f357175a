"""Why connecting fails, on the practice clusters: one cause, on its own hop, and no longer wait than it is worth."""

import pytest

from wizard.doctor.checks import CHECKS
from wizard.doctor.root_cause import deciding
from wizard.engine.clock import SystemClock
from wizard.engine.session import OpenSession
from wizard.lab.faults import fault
from wizard.plan.result import Event
from wizard.practice import Practice

HOP_OF = {check.code: check.hop for check in CHECKS}


class QuickClock(SystemClock):
    """Waits no time and says that all of it went by."""

    def __init__(self) -> None:
        self.waited = 0.0

    def now(self) -> float:
        """Only what was waited counts."""
        return self.waited

    def wait(self, seconds: float) -> bool:
        """Nobody says anything."""
        self.waited += seconds
        return False


def connected_with(name: str) -> tuple[Event, QuickClock]:
    """How connecting ends with this fault, which comes once everything before it is done."""
    clock = QuickClock()
    with Practice(clock=clock) as practice:
        session = practice.begin()
        try:
            session.discover()
            for step in session.plan.steps:
                if step.id == "connect-proxy":
                    broken = fault(name)
                    assert broken
                    practice.put_in(broken, session)
                    before = clock.waited
                    events = list(session.do(step, watch=False))
                    clock.waited -= before
                    return events[-1], clock
                _done(session, step.key)
        finally:
            session.close()
    raise AssertionError("the plan does not connect")


def _done(session: OpenSession, key: str) -> None:
    step = session.plan.step(key)
    assert step
    end = session.look_at(step) or list(session.do(step, watch=False))[-1]
    assert end.state in ("done", "already"), end


@pytest.mark.parametrize(
    ("name", "code", "hop", "who"),
    [
        ("wrong-ca", "RC-TRUST-004", "tls", "local"),
        ("certificate-of-another-ca", "RC-TRUST-001", "tls", "remote"),
        ("certificate-for-another", "RC-REG-004", "tls", "remote"),
        ("certificate-expired", "RC-REG-004", "tls", "remote"),
        ("interface-off", "RC-REMOTE-007", "tcp", "remote"),
        ("key-invalidated", "RC-TRUST-005", "auth", "remote"),
        ("key-missing-on-node", "RC-TRUST-003", "keystore", "local"),
        ("key-garbled-on-node", "RC-REG-003", "keystore", "local"),
        ("basic-licence", "RC-REMOTE-005", "auth", "remote"),
    ],
)
def test_connecting_fails_on_one_cause_at_its_own_hop(name: str, code: str, hop: str, who: str) -> None:
    end, clock = connected_with(name)
    cause = deciding(end.findings)
    assert end.state == "failed"
    assert cause
    verdict = cause.verdict
    assert (cause.code, verdict.hop or HOP_OF[cause.code]) == (code, hop), verdict
    assert verdict.headline == end.text
    assert verdict.hint == end.hint
    assert who in verdict.who
    # What somebody has to mend is not waited for a minute.
    assert clock.waited <= 11


def test_a_ca_file_that_does_not_sign_what_the_port_shows_stops_at_the_first_step() -> None:
    broken = fault("certificate-of-another-ca")
    assert broken
    with Practice(clock=QuickClock()) as practice:
        practice.put_in(broken)
        session = practice.begin()
        try:
            session.discover()
            step = session.plan.step("enable-rcs-self")
            assert step
            assert session.look_at(step) is None, "the server is on, but not with a certificate of this CA"
            end = list(session.do(step, watch=False))[-1]
        finally:
            session.close()
    assert end.state == "handed"
    cause = deciding(end.findings)
    assert cause
    assert (cause.code, cause.verdict.likely) == ("RC-TRUST-001", False)
    assert "was not signed by the CA in" in end.text
