"""Course: what became of one step in this run, as it is told. No widget, no engine call."""

from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from screens.doing import ToDo
from screens.glyphs import Mark, mark_of_state
from screens.saying import Line, request_of
from wizard.doctor.root_cause import deciding
from wizard.errors import WizardError
from wizard.plan.actions import Action
from wizard.plan.result import Event, Finding, State, passed, settled
from wizard.plan.step import Step
from wizard.runner.proof import first_open

Phase = Literal["open", "looking", "ready", "doing", "watching", "stopping", "ended"]
"""Where a step is in this run. `ready`: it has been looked at, and what Enter will send is shown."""


@dataclass(slots=True)
class Course:
    """One step: where it is, what was said of it, and how it ended. `state` is the recorded one.

    `waits_for`: the claim that its proof waits for, `waits_since` from when on. `missed`: why looks at a
    hand-over fail. `touched`: something of it may have been sent, or was handed over, in this run or an earlier one.
    `why_again`: why it is to do again. `gave_up`: what was still awaited when the person stopped waiting.
    """

    step: Step
    number: int
    state: State | None = None
    phase: Phase = "open"
    to_do: ToDo | None = None
    said: list[Line] = field(default_factory=list)
    handed: tuple[Action, ...] = ()
    findings: tuple[Finding, ...] = ()
    end: Event | None = None
    began: float | None = None
    took_s: float = 0.0
    looked: float | None = None
    missed: tuple[str, str] | None = None
    waits_for: str = ""
    waits_since: float = 0.0
    undoing: bool = False
    touched: bool = False
    why_again: str = ""
    gave_up: str = ""

    @property
    def settled(self) -> bool:
        """True when the next step may begin: it is proved, or counts on a word and was looked at in this run."""
        if self.phase == "ready":
            # It was looked at anew, and has something to do again.
            return False
        on_word = self.state == "handed" and self.phase == "ended" and self.end is not None and bool(self.end.word)
        return settled(self.state) or on_word

    @property
    def busy(self) -> bool:
        """True while it is looked at, done, or watched for."""
        return self.phase in ("looking", "doing", "watching", "stopping")

    @property
    def if_stopped(self) -> str:
        """What is so when nobody goes on with it."""
        return self.step.if_stopped if self.touched else "Nothing of it was sent."

    @property
    def failed(self) -> bool:
        """True when it ended badly, or what stands there could not be read."""
        return self.failed_at_its_end or bool(self.to_do and self.to_do.error)

    @property
    def failed_at_its_end(self) -> bool:
        """True when it was begun and ended badly."""
        return self.phase == "ended" and self.end is not None and self.end.state == "failed"

    @property
    def cause(self) -> Finding | None:
        """What it failed on."""
        if not self.failed_at_its_end or self.end is None or self.end.error:
            return None
        return deciding(self.end.findings)

    @property
    def mark(self) -> Mark:
        """How it is drawn."""
        match self.phase:
            case "looking" | "doing" | "stopping":
                return "working"
            case "watching":
                return "waits"
            case "open" | "ready" | "ended":
                if self.phase == "ready" and settled(self.state):
                    return "warn"
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

    def begin(self, now: float, *, undo: bool = False) -> None:
        """It begins, or its way back does."""
        self.phase, self.said, self.handed, self.findings, self.end = "doing", [], (), (), None
        self.looked, self.missed, self.waits_for, self.undoing, self.began = None, None, "", undo, now
        self.why_again = self.gave_up = ""

    def take(self, event: Event, now: float) -> None:
        """Take in what the runner says of it."""
        if event.findings:
            self.findings = event.findings
        match event.kind:
            case "handed":
                self.touched = True
                self.handed, self.phase = event.handed, "doing" if self.undoing else "watching"
            case "looked":
                self.looked, self.missed = now, None
            case "missed":
                self.missed = (event.text, event.hint)
            case "waiting":
                open_one = first_open(event.findings)
                if not self.waits_for:
                    self.waits_since = now
                self.waits_for = open_one.claim if open_one else event.text
            case "answered":
                self._answered(event)
            case "skipped":
                self._say("skip", request_of(event))
            case "sending" | "running":
                self.touched = True
                self._say("working", request_of(event))
            case "ended":
                self._end(event, now)
            case _:
                assert_never(event.kind)

    def break_off(self, error: WizardError, now: float) -> None:
        """The engine could not go on with it, and nothing of that could be recorded."""
        text, side = error.headline, self.step.side
        self._end(Event("ended", self.step.key, side, text, state="failed", hint=error.hint, error=error), now)

    def give_up(self, *, settled: bool) -> None:
        """The person stopped waiting."""
        if not settled:
            asked = next((line.text for line in reversed(self.said) if line.mark == "working"), "")
            if self.waits_for:
                self.gave_up = f"was sent; it was not seen that {self.waits_for}"
            elif asked:
                self.gave_up = f"stopped waiting; there was no answer to {asked}"
            elif self.handed:
                self.gave_up = "was handed over, and is not seen to be done"
        self.waits_for = ""
        if not settled:
            self.phase, self.state = "open", "started"
            self._say("skip", "Stopped waiting; its proof does not hold yet. r looks again.")

    def recall(self, state: State) -> None:
        """Another step made it open again: what it wrote is out of date."""
        if state == "started" and passed(self.state):
            self.state, self.phase, self.end = state, "open", None

    def _end(self, event: Event, now: float) -> None:
        if self.began is not None:
            self.took_s, self.began = now - self.began, None
        if self.waits_for:
            waited = f"{int(now - self.waits_since)} s"
            if event.state == "failed":
                self.said.append(Line("fail", f"waited, and it did not come true: {self.waits_for}", waited))
            else:
                self.said.append(Line("ok", "waited until it was so", waited))
            self.waits_for = ""
        self._through("fail" if event.error else "ok")
        self.phase, self.state, self.end, self.to_do = "ended", event.state, event, None

    def _answered(self, event: Event) -> None:
        right = f"{event.status}  {event.took_s:.1f} s"
        text = request_of(event)
        if self.said and self.said[-1].text == text:
            self.said.pop()
        self.said.append(Line("ok", text, right))

    def _say(self, mark: Mark | None, text: str) -> None:
        self._through("ok")
        if self.said and self.said[-1].text == text:
            self.said[-1] = Line(mark, text)
        else:
            self.said.append(Line(mark, text))

    def _through(self, mark: Mark) -> None:
        """What was under way is through now."""
        self.said = [replace(line, mark=mark) if line.mark == "working" else line for line in self.said]
