"""Connections: what the session list says of each session that is kept, worked out away from the screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from screens.glyphs import Mark
from wizard.engine.kept import BrokenSession, Session
from wizard.engine.library import Library
from wizard.errors import WizardError
from wizard.plan.planner import make_plan
from wizard.plan.result import State, changed
from wizard.scenario.addresses import is_ip, url_host
from wizard.scenario.answers import Answers
from wizard.scenario.build import build


@dataclass(frozen=True, slots=True)
class Connection:
    """One row. `changed`: steps that are on the clusters now; `broken`: the file cannot be used, `says` tells why."""

    id: str
    name: str
    between: str
    says: str
    when: str
    mark: Mark
    changed: int = 0
    finished: bool = False
    broken: bool = False


def connections(library: Library, now: datetime | None = None) -> Iterator[Connection]:
    """Every session, the last used first. Raises SessionError when none can be listed."""
    today = now or datetime.now(UTC)
    for each in library.sessions():
        if isinstance(each, BrokenSession):
            yield Connection(each.id, each.id, "", each.error.headline, "", "fail", broken=True)
        else:
            row = _of(each, today)
            process = library.open_in(each.id)
            yield replace(row, says=f"open in process {process}", mark="waits") if process else row


def _of(session: Session, now: datetime) -> Connection:
    answers = Answers(session.answers)
    # Without an alias the name says the same already.
    between = f"{_called(answers, 'local')} → {_called(answers, 'remote')}" if answers.text("alias") else ""
    states = [outcome.state for outcome in session.outcomes.values()]
    touched = sum(changed(state) for state in states)
    settled = states.count("done") + states.count("already")
    try:
        steps = len(make_plan(build(answers)).steps)
    except WizardError:
        return Connection(session.id, session.name, between, "questions open", _day(session, now), "open", touched)
    finished = settled == steps
    mark, says = _state(states, settled, steps)
    return Connection(session.id, session.name, between, says, _day(session, now), mark, touched, finished)


def _state(states: Sequence[State], settled: int, steps: int) -> tuple[Mark, str]:
    number = min(settled + 1, steps)
    if settled == steps:
        return "ok", "all steps done"
    if "failed" in states:
        return "fail", f"step {number} of {steps} failed"
    if "handed" in states:
        return "waits", f"step {number} of {steps} waits"
    if "started" in states:
        return "warn", f"step {number} of {steps} was cut off"
    if states and all(state == "undone" for state in states):
        return "undone", "taken back"
    return "open", f"step {number} of {steps} is next" if settled else "planned, nothing changed"


def _called(answers: Answers, side: str) -> str:
    host = url_host(answers.text(f"{side}.url"))
    return (host if is_ip(host) else host.partition(".")[0]) or side


def _day(session: Session, now: datetime) -> str:
    used = datetime.fromisoformat(session.updated_at)
    if used.date() == now.date():
        return "today"
    return used.strftime("%d %b").lstrip("0") + ("" if used.year == now.year else f" {used.year}")
