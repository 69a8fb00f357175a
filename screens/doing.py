"""What a screen lets the engine do in the background: each generator yields what happens, for the screen to show."""

from collections.abc import Iterable, Iterator
from contextlib import closing as closed_after
from dataclasses import dataclass
from typing import Protocol

from screens.waiting import WaitEnded
from wizard.doctor.wording import sentence
from wizard.engine.session import OpenSession
from wizard.errors import ReachError, WizardError
from wizard.plan.result import Event, Finding
from wizard.plan.step import Plan, Step
from wizard.runner.prepare import Prepared

STOPPED = "Stopped waiting. The request was sent; checking what became of it."


@dataclass(frozen=True, slots=True)
class Looking:
    """A step is being looked at; `undo`: it is being taken back."""

    step: Step
    undo: bool = False


@dataclass(frozen=True, slots=True)
class ToDo:
    """A step has something to do: what exactly, or what stood in the way of reading it."""

    step: Step
    prepared: tuple[Prepared, ...] | None
    error: WizardError | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The person stopped waiting. `settled` False: the proof does not hold yet, so the step stays begun."""

    step: Step
    settled: bool


class Stops(Protocol):
    """The part of the app's clock that says whether the person gave up."""

    @property
    def stopped(self) -> bool:
        """True when nothing more may be sent."""
        ...


def survey(session: OpenSession, steps: Iterable[Step]) -> Iterator[Looking | Event | ToDo]:
    """Look at steps in order up to the first that has something to do, and read what that will be."""
    for step in steps:
        yield Looking(step)
        end = session.look_at(step)
        if end is None:
            yield _to_do(session, step)
            return
        yield end


def doing(
    session: OpenSession, step: Step, shown: tuple[Prepared, ...] | None, stops: Stops
) -> Iterator[Event | GivenUp]:
    """Do one step and prove it. When the person gives up, nothing more is sent and the proof decides."""
    try:
        with closed_after(session.do(step, watch=True, shown=shown)) as events:
            for event in events:
                # These are said just before something goes out.
                if stops.stopped and event.kind in ("sending", "running"):
                    break
                yield event
            else:
                return
    except WaitEnded:
        pass
    yield GivenUp(step, settled=False)
    end = session.look_at(step)
    if end is not None:
        yield end
    yield GivenUp(step, settled=end is not None)


def undoing(session: OpenSession, steps: Iterable[Step], stops: Stops) -> Iterator[Looking | Event]:
    """Take steps back, in this order; one that fails does not stop the next, giving up does."""
    for step in steps:
        if stops.stopped:
            return
        yield Looking(step, undo=True)
        # Agreeing to take back again what was handed over is the word that it is done.
        yield from session.undo(step, word=session.outcomes[step.key].undoing)


def before(session: OpenSession) -> Iterator[Plan | Finding]:
    """What the clusters say of themselves, then the checks that must hold before anything is sent."""
    if session.plan.scenario.local.url or session.plan.scenario.remote.url:
        session.discover()
    yield session.plan
    yield from session.check_before()


def closing(session: OpenSession) -> Iterator[Finding]:
    """The checks that prove the whole; the real search comes last."""
    yield from session.examine(session.plan.after)


def _to_do(session: OpenSession, step: Step) -> ToDo:
    seen = session.seen
    away = next((each for each in seen if each.verdict.away and not each.verdict.likely), None)
    if away:
        text = sentence(away.verdict.headline)
        return ToDo(step, None, ReachError(text, kind="timeout", side=away.side, hint=away.verdict.hint), seen)
    try:
        return ToDo(step, session.prepare(step))
    except WizardError as error:
        return ToDo(step, None, error)
