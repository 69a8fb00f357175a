"""Telling a run as it happens: each event and finding as lines that stand alone."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wizard.cli.exits import Exit
from wizard.doctor.report import finding_as_json
from wizard.exporters.text import actions_as_lines
from wizard.plan.result import STATE_WORDS, STATUS_WORDS, Event, Finding
from wizard.plan.step import Plan

Say = Callable[[str], None]


@dataclass(slots=True)
class Teller:
    """Says what happens through `say`, and remembers how it ended."""

    say: Say
    plan: Plan
    verbose: bool = False
    ends: list[Event] = field(default_factory=list)

    def tell(self, events: Iterable[Event]) -> Event:
        """Say each event; returns the end of the step that was run."""
        last: Event | None = None
        said = ""
        for event in events:
            if event.kind == "ended":
                self.ends.append(event)
                self._ended(event)
                if last is None or event.step == last.step:
                    last = event
            elif event.kind == "handed":
                self.say("  For a person:")
                for line in actions_as_lines(event.handed):
                    self.say(f"    {line}".rstrip())
            elif event.text != said:
                said = event.text
                self.say(f"  {said}")
                if self.verbose:
                    self.findings(event.findings, everything=True)
        if last is None:
            raise RuntimeError("a step ended without saying so")
        return last

    def findings(self, findings: Iterable[Finding], *, everything: bool) -> None:
        """Say findings; without `everything`, those that hold stay unsaid."""
        for finding in findings:
            if everything or not finding.holds or finding.verdict.status == "warn":
                for line in finding_lines(finding):
                    self.say(f"  {line}")

    def _ended(self, event: Event) -> None:
        step = self.plan.step(event.step)
        state = STATE_WORDS[event.state] if event.state else ""
        self.say(f"  {state[:1].upper()}{state[1:]}: {event.text}")
        if event.error and (saw := getattr(event.error, "saw", "") or getattr(event.error, "reason", "")):
            self.say(f"    seen: {saw}")
        if event.hint:
            self.say(f"    to do: {event.hint}")
        for finding in event.findings:
            for line in finding_lines(finding):
                self.say(f"    {line}")
        if step and event.state == "failed":
            self.say(f"    {step.if_stopped}")


def finding_lines(finding: Finding) -> list[str]:
    """One finding as lines: its word and code, what is so, what was seen, what to do."""
    verdict = finding.verdict
    word = STATUS_WORDS[verdict.status]
    if verdict.likely and verdict.status == "ok":
        word = "likely"
    lines = [f"{word:<9} {finding.code:<13} {finding.side:<6} {verdict.headline}"]
    if verdict.saw and verdict.status != "skip":
        lines.append(f"{'':<9} seen: {verdict.saw}")
    if verdict.status in ("warn", "fail", "crash") and verdict.hint:
        lines.append(f"{'':<9} to do: {verdict.hint}")
    return lines


def blocking(findings: Iterable[Finding], plan: Plan) -> tuple[Finding, ...]:
    """Findings that stop a plan: failed, seen by the side that knows, and not what a step of the plan will mend."""
    return tuple(
        finding
        for finding in findings
        if finding.verdict.status in ("fail", "crash")
        and not finding.verdict.likely
        and not (finding.fixed_by and plan.step(finding.fixed_by))
    )


def exit_of(end: Event) -> Exit:
    """The exit code that the end of a step calls for."""
    if end.state in ("done", "already", "undone"):
        return Exit.OK
    return Exit(end.error.exit_code) if end.error else Exit.NOT_OK


def ends_as_json(ends: Iterable[Event]) -> list[dict[str, object]]:
    """How each step ended, the last word on each."""
    latest = {end.step: end for end in ends}
    return [
        {
            "id": end.step.partition("@")[0],
            "side": end.side,
            "state": end.state,
            "saw": end.text,
            "hint": end.hint,
            "proof": [finding_as_json(finding) for finding in end.findings],
        }
        for end in latest.values()
    ]


def say_to(stream_is_data: bool) -> Say:
    """Where a run is told: stdout, or stderr where stdout holds JSON."""
    from wizard.cli.output import put, tell

    def data(text: str) -> None:
        put(text)
        sys.stdout.flush()

    return data if stream_is_data else tell
