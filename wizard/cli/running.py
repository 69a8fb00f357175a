"""Telling a run as it happens: each event and finding as lines that stand alone."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wizard.cli.exits import Exit
from wizard.doctor.report import finding_as_json, finding_lines
from wizard.exporters.text import actions_as_lines
from wizard.plan.result import STATE_WORDS, Event, Finding, settled
from wizard.plan.step import Plan

Say = Callable[[str], None]


@dataclass(slots=True)
class Teller:
    """Says what happens through `say`, and remembers how steps ended. `watches`: a person waits and may be told how.

    `undoing`: steps are taken back.
    """

    say: Say
    plan: Plan
    verbose: bool = False
    watches: bool = False
    undoing: bool = False
    ends: list[Event] = field(default_factory=list)

    def tell(self, events: Iterable[Event]) -> Event:
        """Say each event; returns the end of the step that was run."""
        end: Event | None = None
        said = ""
        for event in events:
            match event.kind:
                case "ended":
                    self.ended(event, named=end is not None)
                    end = end or event
                case "handed":
                    self._handed(event)
                case "answered":
                    pass
                case _ if event.text != said:
                    said = event.text
                    self.say(f"  {said}")
                    if self.verbose:
                        self.findings(event.findings)
        if end is None:
            raise RuntimeError("a step ended without saying so")
        return end

    def ended(self, event: Event, *, named: bool = False) -> None:
        """Say how a step ended, with its proof; `named`: it is not the one that is being told of."""
        self.ends.append(event)
        step = self.plan.step(event.step)
        word = STATE_WORDS[event.state] if event.state else ""
        other = f" ({step.title})" if step and named else ""
        word = f"{word[:1].upper()}{word[1:]}{other}"
        self.say(f"  {word}." if word == event.text.rstrip(".") else f"  {word}: {event.text}")
        if event.error and (saw := getattr(event.error, "saw", "") or getattr(event.error, "reason", "")):
            self.say(f"    seen: {saw}")
        if event.hint:
            self.say(f"    fix: {event.hint}")
        self.findings(event.findings)
        if step and event.state == "failed":
            self.say("    It is still there; undo it again." if self.undoing else f"    {step.if_stopped}")

    def findings(self, findings: Iterable[Finding]) -> None:
        """Say findings, with what was seen."""
        for finding in findings:
            for line in finding_lines(finding, verbose=True):
                self.say(f"    {line}")

    def _handed(self, event: Event) -> None:
        self.say("  For a person, as shown above." if self._was_shown(event) else "  For a person:")
        if not self._was_shown(event):
            for line in actions_as_lines(event.handed):
                self.say(f"    {line}".rstrip())
        if self.watches:
            self.say("  Watching for it, every 15 s. Enter: I have done this, look now. Ctrl-C: stop here.")

    def _was_shown(self, event: Event) -> bool:
        step = self.plan.step(event.step)
        return step is not None and all(action in step.actions for action in event.handed)


def exit_of(end: Event) -> Exit:
    """The exit code that the end of a step calls for."""
    if end.state == "undone" or settled(end.state):
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
