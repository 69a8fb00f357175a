"""Undo: take steps back in reverse order, each once; one that fails does not stop the next."""

from collections.abc import Generator, Iterator
from dataclasses import replace

from wizard.errors import WizardError
from wizard.plan.actions import Request
from wizard.plan.result import Event, Outcome, State
from wizard.plan.step import Plan, Step
from wizard.runner.perform import Performed, Performer
from wizard.runner.ports import Ports
from wizard.runner.prepare import Prepared, prepare_undo
from wizard.runner.proof import proven, unseen
from wizard.runner.runner import HAND_LOOK_S

OURS: tuple[State, ...] = ("started", "handed", "done", "failed")
"""States in which a step has, or may have, changed something. `already` found it so: nothing of ours."""


def steps_to_undo(plan: Plan, ports: Ports) -> tuple[Step, ...]:
    """The steps that changed something, last first."""
    outcomes = ports.journal.outcomes
    return tuple(step for step in reversed(plan.steps) if step.key in outcomes and outcomes[step.key].state in OURS)


def prepare_step_undo(step: Step, plan: Plan, ports: Ports) -> tuple[Prepared, ...]:
    """What the way back of a step will do, given what stood there before. Raises ReachError and ReplyError."""
    connection = ports.connect(plan.scenario.side(step.side))
    return prepare_undo(step.undo, ports.journal.outcomes[step.key].kept, ports, connection)


def undo_step(step: Step, plan: Plan, ports: Ports, *, watch: bool) -> Iterator[Event]:
    """Take one step back. The last event is `ended`: undone, handed (a person has to finish it) or failed."""
    try:
        yield from _undo(step, plan, ports, watch)
    except WizardError as error:
        yield Event("ended", step.key, step.side, error.headline, state="failed", hint=error.hint, error=error)


def _undo(step: Step, plan: Plan, ports: Ports, watch: bool) -> Iterator[Event]:
    side = plan.scenario.side(step.side)
    connection = ports.connect(side)
    performer = Performer(step, ports, connection, ports.shell(side))
    performed = Performed()
    for prepared in prepare_undo(step.undo, ports.journal.outcomes[step.key].kept, ports, connection):
        yield from performer.perform(prepared, performed)
    if performed.handed:
        yield Event("handed", step.key, step.side, "This part is for a person.", handed=tuple(performed.handed))
        gone = yield from _gone(step, performer, performed, watch)
        if not gone:
            ports.journal.record(step.key, replace(ports.journal.outcomes[step.key], undoing=True))
            hint = "Do what is listed, then undo again."
            yield Event("ended", step.key, step.side, "Left to a person.", state="handed", hint=hint)
            return
    for action in step.actions:
        if isinstance(action, Request):
            for save in action.saves:
                ports.forget(save.ref)
    before = ports.journal.outcomes[step.key]
    ports.journal.record(step.key, Outcome("undone", before.started_at, ports.clock.stamp()))
    yield Event("ended", step.key, step.side, "Taken back.", state="undone")


def _gone(step: Step, performer: Performer, performed: Performed, watch: bool) -> Generator[Event, None, bool]:
    """True when the step's proof no longer holds, or, where that cannot be seen, on the person's word.

    The word is the end of a watched wait, or that undo is called again after it had handed this over.
    """
    ports = performer.ports
    word = ports.journal.outcomes[step.key].undoing
    while True:
        performer.look_again(step.undo, performed)
        findings = tuple(ports.prove(step.proof))
        if unseen(findings) and not word:
            yield Event("looked", step.key, step.side, "Whether it is taken back cannot be seen from here.", findings)
        elif proven(findings):
            yield Event("looked", step.key, step.side, "It still shows.", findings)
        else:
            return True
        if not watch:
            return False
        word = ports.clock.wait(HAND_LOOK_S)
