"""The runner of a plan: a step is looked at, announced, done and proved; whatever happens is kept at once."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from wizard.doctor.root_cause import deciding
from wizard.errors import StateChangedError, WizardError
from wizard.plan.result import Event, EventKind, Finding, Outcome, State, Verdict, Word, changed, passed
from wizard.plan.step import Plan, Step
from wizard.runner.perform import Performed, Performer, repeated
from wizard.runner.ports import Ports
from wizard.runner.prepare import Prepared, prepare_step
from wizard.runner.proof import first_open, made_secrets, proven, unseen, users_of, writes_made_secret
from wizard.runner.waiting import Patience, explained

HAND_LOOK_S = 15.0
"""Seconds between two looks at what a person is doing."""
LONG_S, LONG_LOOK_S = 600.0, 60.0
"""After this long they come more rarely."""
MISSES = 3
"""So many looks in a row fail before it is said: a node that restarts is away for a while."""
AUTO_LOOK_S = 1.0
"""Seconds between two looks at what the cluster is doing."""

SENT = "Sent. Connecting will show it; nothing does before."
ON_YOUR_WORD = "Taken on your word: it cannot be seen from here yet. Connecting will show it."


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs the steps of one plan, one at a time. Nothing is written that the person has not been shown."""

    plan: Plan
    ports: Ports

    def prepare(self, step: Step) -> tuple[Prepared, ...]:
        """What will be done, with what stands there now. Raises ReachError and ReplyError; changes nothing."""
        return prepare_step(step, self.ports, self.ports.connect(self.plan.scenario.side(step.side)))

    def look(self, step: Step, *, word: bool = False) -> Event | None:
        """Whether there is nothing to do. None: do it.

        `word`: a person says that what was handed to them is done; it counts where it cannot be seen.
        Never raises: what cannot be looked at is said when the step is done.
        """
        before = self.ports.journal.outcomes.get(step.key)
        if before and before.state == "handed" and not self._sent_again(step):
            return None
        findings = self._prove(step)
        # A keystore shows names, not values: an entry that was there before this session's key was made proves nothing.
        value_unknown = writes_made_secret(step, self.plan) and not (before and passed(before.state))
        if proven(findings) and not value_unknown:
            if before and changed(before.state):
                return self._end(step, "done", "Done, and still true.", findings)
            return self._end(step, "already", "It was so before.", findings)
        if before and before.state == "handed" and unseen(findings):
            if before.word == "sent":
                return self._end(step, "handed", SENT, findings, word="sent")
            if word or before.word == "person":
                return self._end(step, "handed", ON_YOUR_WORD, findings, word="person")
        return None

    def _sent_again(self, step: Step) -> bool:
        """What a person has done since it was handed over counts once the nodes have read it. False: it failed."""
        performer = Performer(step, self.ports, self.ports.connect(self.plan.scenario.side(step.side)), None)
        try:
            performer.look_again(step.actions, Performed())
        except WizardError:
            return False
        return True

    def do(self, step: Step, *, watch: bool, shown: tuple[Prepared, ...] | None = None) -> Iterator[Event]:
        """Do one step and prove it. The last event is `ended`.

        `watch`: a hand-over is watched until it is true or the wait is ended; otherwise it is looked at once.
        `shown` is what the person has seen: if that changed meanwhile, nothing is sent.
        """
        try:
            yield from self._do(step, watch, shown)
        except WizardError as error:
            yield self._broken_off(step, error)

    def _broken_off(self, step: Step, error: WizardError) -> Event:
        outcome = self.ports.journal.outcomes.get(step.key)
        if outcome and outcome.state == "started":
            # Where the record cannot be written either, the step stays begun: its proof decides at the next look.
            with suppress(WizardError):
                return self._end(step, "failed", error.headline, hint=error.hint, error=error)
        return self._event(step, "ended", error.headline, state="failed", hint=error.hint, error=error)

    def _do(self, step: Step, watch: bool, shown: tuple[Prepared, ...] | None) -> Iterator[Event]:
        side = self.plan.scenario.side(step.side)
        connection = self.ports.connect(side)
        prepared = prepare_step(step, self.ports, connection)
        _refuse_if_changed(step, shown, prepared)
        self._start(step, prepared)
        performer = Performer(step, self.ports, connection, self.ports.shell(side))
        performed = Performed()
        name_was_there = writes_made_secret(step, self.plan) and proven(self._prove(step))
        for action in prepared:
            if not (performed.handed and action.action in repeated(step.actions)):
                yield from performer.perform(action, performed)
        performer.keep_replies(performed)
        if performed.handed:
            yield from self._hand_over(step, performer, performed, watch, name_was_there)
        else:
            yield from self._await_proof(step)
        yield from self._settle_handed(step)

    def _await_proof(self, step: Step) -> Iterator[Event]:
        clock = self.ports.clock
        patience = Patience(clock, step.waits_s)
        while True:
            findings = self._prove(step)
            if proven(findings):
                yield self._end(step, "done", "Done.", findings)
                return
            if unseen(findings) and self._can_be_seen_later(step):
                yield self._end(step, "handed", SENT, findings, word="sent")
                return
            open_one = first_open(findings)
            if open_one is None or patience.ended(open_one):
                yield self._given_up(step, findings)
                return
            yield self._event(step, "waiting", f"Waiting until {open_one.claim}.", findings)
            clock.wait(AUTO_LOOK_S)

    def _given_up(self, step: Step, findings: tuple[Finding, ...]) -> Event:
        """How it ends when waiting is of no use: failed, unless this last look, at its causes, too, sees it true."""
        findings = explained(step, findings, self.ports.prove)
        if proven(tuple(each for each in findings if each.code in step.proof)):
            return self._end(step, "done", "Done.", findings)
        cause = deciding(findings) or first_open(findings)
        if cause is None:
            return self._end(step, "failed", "Nothing proves this step.", findings)
        return self._end(step, "failed", cause.verdict.headline, findings, hint=cause.verdict.hint)

    def _hand_over(
        self, step: Step, performer: Performer, performed: Performed, watch: bool, name_was_there: bool
    ) -> Iterator[Event]:
        yield replace(self._event(step, "handed", "This part is for a person."), handed=tuple(performed.handed))
        clock = self.ports.clock
        began, missed, word = clock.now(), 0, False
        while True:
            findings, trouble = self._look_at(step, performer, performed)
            if watch and trouble is not None:
                missed += 1
                if missed >= MISSES:
                    yield replace(self._event(step, "missed", trouble.headline, findings), hint=trouble.hint)
                word = clock.wait(look_s(clock.now() - began))
                continue
            if isinstance(trouble, WizardError):
                raise trouble
            missed = 0
            # An entry of this name that stood there before says nothing of the new value: then only the person can.
            blind = name_was_there and proven(findings)
            if proven(findings) and not blind:
                yield self._end(step, "done", "Done.", findings)
                return
            yield self._event(step, "looked", _open_text(findings, blind), findings)
            if watch and word and (blind or unseen(findings)):
                yield self._end(step, "handed", ON_YOUR_WORD, findings, word="person")
                return
            if not watch:
                yield self._end(step, "handed", _open_text(findings, blind), findings, hint=_open_hint(findings))
                return
            word = clock.wait(look_s(clock.now() - began))

    def _look_at(
        self, step: Step, performer: Performer, performed: Performed
    ) -> tuple[tuple[Finding, ...], WizardError | Verdict | None]:
        """One look at a hand-over, and why it failed, if it did: nobody answered, or what it needs is not to be had."""
        try:
            performer.look_again(step.actions, performed)
        except WizardError as error:
            return (), error
        findings = self._prove(step)
        away = next((each.verdict for each in findings if each.verdict.away and not each.verdict.likely), None)
        return findings, away

    def _settle_handed(self, step: Step) -> Iterator[Event]:
        """What could not be seen when it was handed over may show now that a later step is done."""
        outcomes = self.ports.journal.outcomes
        if outcomes[step.key].state != "done":
            return
        for other in self.plan.steps:
            outcome = outcomes.get(other.key)
            if other.key != step.key and outcome and outcome.state == "handed" and proven(found := self._prove(other)):
                yield self._end(other, "done", "Done: it shows now.", found)

    def _can_be_seen_later(self, step: Step) -> bool:
        position = self.plan.steps.index(step)
        return writes_made_secret(step, self.plan) and position < len(self.plan.steps) - 1

    def _start(self, step: Step, prepared: tuple[Prepared, ...]) -> None:
        journal = self.ports.journal
        before = journal.outcomes.get(step.key)
        formers = {path: body for action in prepared for path, body in action.formers.items()}
        # What stood there before the first try is the former state; a later try may read what the first one wrote.
        kept = {**formers, **before.kept} if before and before.state != "undone" else formers
        journal.record(step.key, Outcome("started", self.ports.clock.stamp(), kept=kept))
        if made_secrets(step):
            for user in users_of(step, self.plan):
                outcome = journal.outcomes.get(user.key)
                if outcome and passed(outcome.state):
                    journal.record(user.key, replace(outcome, state="started", saw="the key was replaced"))

    def _prove(self, step: Step) -> tuple[Finding, ...]:
        return tuple(self.ports.prove(step.proof))

    def _end(
        self,
        step: Step,
        state: State,
        text: str,
        findings: tuple[Finding, ...] = (),
        *,
        hint: str = "",
        error: WizardError | None = None,
        word: Word = "",
    ) -> Event:
        journal = self.ports.journal
        before = journal.outcomes.get(step.key) or Outcome(state, self.ports.clock.stamp())
        ended = replace(before, state=state, ended_at=self.ports.clock.stamp(), saw=text, word=word, taking_back=False)
        journal.record(step.key, ended)
        return replace(self._event(step, "ended", text, findings, state=state, hint=hint, error=error), word=word)

    def _event(
        self,
        step: Step,
        kind: EventKind,
        text: str,
        findings: tuple[Finding, ...] = (),
        *,
        state: State | None = None,
        hint: str = "",
        error: WizardError | None = None,
    ) -> Event:
        return Event(kind, step.key, step.side, text, findings, state, hint, error)


def look_s(since_s: float) -> float:
    """Seconds until the next look at a hand-over of that age."""
    return HAND_LOOK_S if since_s < LONG_S else LONG_LOOK_S


def _refuse_if_changed(step: Step, shown: tuple[Prepared, ...] | None, now: tuple[Prepared, ...]) -> None:
    if shown is None:
        return
    for seen, action in zip(shown, now, strict=True):
        for path, former in action.formers.items():
            if seen.formers.get(path) != former:
                raise StateChangedError(
                    f"What stands at {path.partition('?')[0]} on the {step.side} cluster changed after it was shown. "
                    "Nothing was sent.",
                    side=step.side,
                    hint="Try the step again: it reads and shows what stands there now.",
                )


def _open_text(findings: tuple[Finding, ...], blind: bool) -> str:
    if blind:
        return "An entry of this name was there before; whether it holds the new key cannot be seen yet."
    open_one = first_open(findings)
    if open_one is None:
        return "Nothing shows yet whether this is done."
    return open_one.verdict.headline


def _open_hint(findings: tuple[Finding, ...]) -> str:
    open_one = first_open(findings)
    return open_one.verdict.hint if open_one else ""
