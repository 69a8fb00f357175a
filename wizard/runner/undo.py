"""Undo: take steps back in reverse order, each once; one that fails does not stop the next."""

from collections.abc import Iterator
from dataclasses import replace

from wizard.errors import WizardError
from wizard.plan.actions import Request
from wizard.plan.result import Event, Outcome, changed
from wizard.plan.step import Plan, Step
from wizard.runner.perform import Performed, Performer
from wizard.runner.ports import Ports
from wizard.runner.prepare import Prepared, prepare_undo
from wizard.runner.proof import proven, unseen


def steps_to_undo(plan: Plan, ports: Ports) -> tuple[Step, ...]:
    """The steps that changed something, last first."""
    outcomes = ports.journal.outcomes
    return tuple(step for step in reversed(plan.steps) if step.key in outcomes and changed(outcomes[step.key].state))


def prepare_step_undo(step: Step, plan: Plan, ports: Ports) -> tuple[Prepared, ...]:
    """What the way back of a step will do, given what stood there before. Raises ReachError and ReplyError."""
    connection = ports.connect(plan.scenario.side(step.side))
    return prepare_undo(step.undo, ports.journal.outcomes[step.key].kept, ports, connection)


def undo_step(step: Step, plan: Plan, ports: Ports, *, word: bool = False) -> Iterator[Event]:
    """Take one step back. The last event is `ended`: undone, handed (a person has to finish it) or failed.

    A hand-over is looked at once, so that one person's part does not hold up the rest; undo it again when it is done.
    `word`: a person says that what was handed to them is done; it counts where it cannot be seen.
    """
    try:
        yield from _undo(step, plan, ports, word)
    except WizardError as error:
        yield Event("ended", step.key, step.side, error.headline, state="failed", hint=error.hint, error=error)


def _undo(step: Step, plan: Plan, ports: Ports, word: bool) -> Iterator[Event]:
    side = plan.scenario.side(step.side)
    connection = ports.connect(side)
    performer = Performer(step, ports, connection, ports.shell(side))
    performed = Performed()
    way_back = prepare_undo(step.undo, ports.journal.outcomes[step.key].kept, ports, connection)
    ports.journal.record(step.key, replace(ports.journal.outcomes[step.key], taking_back=True))
    for prepared in way_back:
        yield from performer.perform(prepared, performed)
    if performed.handed:
        yield Event("handed", step.key, step.side, "This part is for a person.", handed=tuple(performed.handed))
        performer.look_again(step.undo, performed)
        findings = tuple(ports.prove(step.proof))
        on_word = word and ports.journal.outcomes[step.key].undoing
        if proven(findings) or (unseen(findings) and not on_word):
            ports.journal.record(step.key, replace(ports.journal.outcomes[step.key], undoing=True, taking_back=False))
            text = "It still shows." if proven(findings) else "Whether it is taken back cannot be seen from here."
            hint = "Do what is listed, then undo again" + ("." if proven(findings) else ", saying that it is done.")
            yield Event("ended", step.key, step.side, text, findings, "handed", hint)
            return
    for action in step.actions:
        if isinstance(action, Request):
            for save in action.saves:
                ports.forget(save.ref)
    before = ports.journal.outcomes[step.key]
    ports.journal.record(step.key, Outcome("undone", before.started_at, ports.clock.stamp()))
    yield Event("ended", step.key, step.side, "Taken back.", state="undone")
