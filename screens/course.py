"""Course: what became of one step in this run, as it is told, and the rows that show it. No widget, no engine call."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, assert_never

from screens.doing import ToDo
from screens.glyphs import Mark, mark_of_state
from screens.literal import short
from screens.saying import (
    GAP,
    Line,
    Row,
    Text,
    action_rows,
    end_rows,
    failure_rows,
    finding_row,
    prepared_rows,
    saw_of,
)
from wizard.engine.claims import claims
from wizard.plan.actions import Action
from wizard.plan.result import Event, Finding, State
from wizard.plan.step import Step

Phase = Literal["open", "looking", "ready", "doing", "watching", "stopping", "ended"]
"""Where a step is in this run. `ready`: it has been looked at, and what Enter will send is shown."""


@dataclass(slots=True)
class Course:
    """One step: where it is, what was said of it, and how it ended. `state` is the recorded one."""

    step: Step
    number: int
    state: State | None = None
    phase: Phase = "open"
    to_do: ToDo | None = None
    said: list[tuple[Mark | None, str]] = field(default_factory=list)
    handed: tuple[Action, ...] = ()
    findings: tuple[Finding, ...] = ()
    end: Event | None = None
    looked: float | None = None
    undoing: bool = False

    @property
    def settled(self) -> bool:
        """True when the next step may begin: it is proved, or counts on a word and was looked at in this run."""
        on_word = self.state == "handed" and self.phase == "ended" and self.end is not None and bool(self.end.word)
        return self.state in ("done", "already") or on_word

    @property
    def failed(self) -> bool:
        """True when it ended badly, or what stands there could not be read."""
        return (self.phase == "ended" and self.state == "failed") or bool(self.to_do and self.to_do.error)

    @property
    def mark(self) -> Mark:
        """How it is drawn."""
        match self.phase:
            case "looking" | "doing" | "stopping":
                return "working"
            case "watching":
                return "waits"
            case "open" | "ready" | "ended":
                # Begun, and not proved: nothing works on it now.
                return "warn" if self.state == "started" else mark_of_state(self.state)
        assert_never(self.phase)

    def look(self) -> None:
        """It is being looked at."""
        self.phase, self.to_do, self.undoing = "looking", None, False

    def offer(self, to_do: ToDo) -> None:
        """It has something to do."""
        self.phase, self.to_do, self.said, self.end = "ready", to_do, [], None
        self.handed = ()

    def begin(self, *, undo: bool = False) -> None:
        """It begins, or its way back does."""
        self.phase, self.said, self.handed, self.findings, self.end = "doing", [], (), (), None
        self.looked, self.undoing = None, undo

    def take(self, event: Event, now: float) -> None:
        """Take in what the runner says of it."""
        if event.findings:
            self.findings = event.findings
        match event.kind:
            case "handed":
                self.handed, self.phase = event.handed, "doing" if self.undoing else "watching"
            case "looked":
                self.looked = now
            case "waiting":
                self._say("working", event.text)
            case "skipped":
                self._say("skip", event.text)
            case "sending" | "running":
                self._say("working", event.text)
            case "ended":
                self._through("fail" if event.error else "ok")
                self.phase, self.state, self.end, self.to_do = "ended", event.state, event, None
            case _:
                assert_never(event.kind)

    def give_up(self, *, settled: bool) -> None:
        """The person stopped waiting."""
        if not settled:
            self.phase, self.state = "open", "started"
            self._say("skip", "Stopped waiting; its proof does not hold yet. r looks again.")

    def rows(self, now: float, numbers: Mapping[str, int]) -> Iterator[Row]:
        """All there is to show of it."""
        step = self.step
        yield Text(f"{self.number}  {short(step.title)}", "title")
        how = "automatic" if step.automatic else "by hand"
        yield Text(f"{step.side} · {how} · {'nodes restart' if step.restart else 'no restart'}", "muted")
        match self.phase:
            case "open":
                yield from self._said_rows()
                yield from (GAP, Text(short(step.why)), GAP)
                yield from action_rows(step.actions)
            case "looking":
                yield Line("working", "Looking whether it is done already")
                yield from self._proof_rows()
            case "ready":
                yield from self._ready_rows()
            case "doing" | "stopping" | "watching":
                if self.phase == "watching":
                    ago = f"looked {int(now - self.looked)} s ago" if self.looked is not None else "looking"
                    # Above the instructions, so that it is always in sight.
                    yield from (Line("waits", "Watching for it", ago), *self._finding_rows())
                yield from self._said_rows()
                yield from self._handed_rows()
                if self.phase != "watching":
                    yield from self._proof_rows()
            case "ended":
                yield from self._ended_rows(numbers)
            case _:
                assert_never(self.phase)

    def _ready_rows(self) -> Iterator[Row]:
        to_do = self.to_do
        assert to_do is not None
        if to_do.error:
            error = to_do.error
            yield Line("fail", "What stands there now could not be read")
            yield from failure_rows(error.headline, saw=saw_of(error), who=self.step.who, fix=error.hint)
            return
        different = list(prepared_rows(to_do.prepared or ()))
        if different:
            yield from (Text("Becomes different", "head"), *different)
        yield Text("Enter sends this" if self.step.automatic else "Enter hands this over and watches for it", "head")
        yield from action_rows(self.step.actions)

    def _said_rows(self) -> Iterator[Row]:
        yield from (Line(mark, short(text)) for mark, text in self.said)

    def _handed_rows(self) -> Iterator[Row]:
        if not self.handed:
            return
        yield Text("For a person", "head")
        yield from action_rows(self.handed)

    def _proof_rows(self) -> Iterator[Row]:
        if self.findings:
            yield from (Text("Checks", "head"), *self._finding_rows())
        elif self.phase != "looking":
            yield Text("Checks", "head")
            yield from (Line("open", claims().get(code, code)) for code in self.step.proof)

    def _finding_rows(self) -> Iterator[Row]:
        for finding in self.findings:
            # What is not true yet while a person works is no failure: it says what is still to be done.
            waits = self.phase == "watching" and not finding.holds and finding.verdict.status == "fail"
            yield Line("waits", short(finding.verdict.headline), finding.code) if waits else finding_row(finding)

    def _ended_rows(self, numbers: Mapping[str, int]) -> Iterator[Row]:
        end = self.end
        assert end is not None
        match end.state:
            case "failed":
                yield Line("fail", "failed")
                yield from end_rows(end, self.step, numbers)
            case "handed":
                yield Line("waits", short(end.text))
                yield from self._handed_rows()
                if end.hint:
                    yield Text(short(end.hint))
            case "undone":
                yield Line("undone", short(end.text))
            case _:
                yield Line("ok", short(end.text))
        yield from self._said_rows()
        if end.state != "undone":
            yield from self._proof_rows()
        if end.state == "failed":
            yield from (Text("If you stop here", "head"), Text(short(self.step.if_stopped)))

    def _say(self, mark: Mark | None, text: str) -> None:
        self._through("ok")
        if self.said and self.said[-1][1] == text:
            self.said[-1] = (mark, text)
        else:
            self.said.append((mark, text))

    def _through(self, mark: Mark) -> None:
        """What was under way is through now."""
        self.said = [(mark if before == "working" else before, said) for before, said in self.said]
