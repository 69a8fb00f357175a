"""Watching a hand-over: how often it looks, looks that fail, and what is waited for."""

from dataclasses import replace

from tests.scenarios import plan
from tests.script import Line, Script
from wizard.errors import ReachError, SessionError
from wizard.plan.result import Event, Finding, Outcome, Status, Verdict
from wizard.plan.step import Step
from wizard.runner.ports import Ports
from wizard.runner.runner import Runner, look_s
from wizard.runner.waiting import Patience

RELOAD = "local POST /_nodes/reload_secure_settings"
AWAY = ReachError("No answer from l1.", kind="timeout", side="local", hint="Look at the network.")


def install() -> Step:
    step = plan().step("install-credentials-self")
    assert step is not None
    return step


def watched(script: Script) -> list[Event]:
    return list(Runner(plan(), script.ports()).do(install(), watch=True))


def test_looks_come_every_15_seconds_and_after_10_minutes_every_minute() -> None:
    looks = 50
    found: list[Status] = [*["fail"] * looks, "ok"]  # type: ignore[list-item]
    script = Script(
        [Line(RELOAD, body={})] * looks,
        proofs={"RC-TRUST-003": found},
        secrets={"KEY": "x"},
    )
    assert watched(script)[-1].state == "done"
    assert script.waits[:40] == [15.0] * 40
    assert script.waits[40:] == [60.0] * (len(script.waits) - 40)
    assert len(script.waits) > 45
    assert (look_s(0), look_s(599), look_s(600)) == (15, 15, 60)


def test_three_looks_that_fail_in_a_row_are_said_and_watching_goes_on() -> None:
    script = Script(
        [
            Line(RELOAD, error=AWAY),
            Line(RELOAD, error=AWAY),
            Line(RELOAD, body={}),
            *[Line(RELOAD, error=AWAY)] * 4,
            Line(RELOAD, body={}),
        ],
        proofs={"RC-TRUST-003": ["fail", "fail", "ok"]},
        secrets={"KEY": "x"},
    )
    events = watched(script)
    assert [event.kind for event in events if event.kind not in ("sending", "answered")] == [
        "handed", "looked", "missed", "missed", "ended",
    ]  # fmt: skip
    missed = next(event for event in events if event.kind == "missed")
    assert (missed.text, missed.hint) == ("No answer from l1.", "Look at the network.")
    assert events[-1].state == "done"


def test_a_look_without_a_watcher_that_fails_ends_the_step() -> None:
    script = Script([Line(RELOAD, error=AWAY)], proofs={"RC-TRUST-003": ["fail"]}, secrets={"KEY": "x"})
    end = list(Runner(plan(), script.ports()).do(install(), watch=False))[-1]
    assert (end.state, end.error) == ("failed", AWAY)


def finding(patience_s: float | None, headline: str = "It fails.") -> Finding:
    verdict = Verdict("fail", headline, patience_s=patience_s)
    return Finding("RC-REG-004", "it holds", "local", (), "", verdict)


def test_patience_ends_with_what_cannot_heal_by_itself_and_begins_anew_with_another_cause() -> None:
    clock = Script()
    patience = Patience(clock, 60)
    assert not patience.ended(finding(None))
    clock.wait(20)
    assert not patience.ended(finding(3, "It is not trusted."))
    clock.wait(2)
    assert not patience.ended(finding(10, "It is refused."))
    clock.wait(9)
    assert not patience.ended(finding(10, "It is refused."))
    clock.wait(1)
    assert patience.ended(finding(10, "It is refused."))
    assert not patience.ended(finding(None))
    clock.wait(30)
    assert patience.ended(finding(None))


class FullDisk(Script):
    """The record cannot be written any more after so many times."""

    left = 0

    def ports(self) -> Ports:
        """The same, but for the journal."""
        return replace(super().ports(), journal=self)

    def record(self, key: str, outcome: Outcome) -> None:
        """Keep it, or refuse."""
        self.left -= 1
        if self.left < 0:
            raise SessionError("The state folder cannot be used.", hint="Make it writable.")
        self.outcomes[key] = outcome


def test_nothing_is_sent_when_the_record_cannot_be_written() -> None:
    made = plan()
    step = made.step("create-cross-cluster-api-key")
    assert step
    script = FullDisk(proofs={"RC-TRUST-005": ["fail"]})
    end = list(Runner(made, script.ports()).do(step, watch=True))[-1]
    assert (end.state, end.text, end.hint) == ("failed", "The state folder cannot be used.", "Make it writable.")
    assert script.done == []


def test_a_step_whose_end_cannot_be_recorded_says_so_and_stays_begun() -> None:
    made = plan()
    step = made.step("create-cross-cluster-api-key")
    assert step
    script = FullDisk(
        [
            Line("remote POST /_security/cross_cluster/api_key", body={"id": "k1", "encoded": "c2VjcmV0"}),
            Line("remote POST /_security/_query/api_key", body={"api_keys": []}),
        ],
        proofs={"RC-TRUST-005": ["ok"]},
    )
    script.left = 1
    end = list(Runner(made, script.ports()).do(step, watch=True))[-1]
    assert (end.state, end.text) == ("failed", "The state folder cannot be used.")
    assert script.outcomes[step.key].state == "started"
