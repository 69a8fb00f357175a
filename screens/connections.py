"""Connections: what the session list says of each session that is kept, worked out away from the screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from screens.glyphs import Mark
from wizard.engine.kept import BrokenSession, Session
from wizard.engine.library import Library
from wizard.errors import WizardError
from wizard.plan.planner import make_plan
from wizard.plan.result import Outcome, changed
from wizard.plan.standing import being_taken_back, settled, taken_back, told_of
from wizard.plan.step import Plan
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
    between = _between(answers) if answers.text("alias") else ""
    touched = sum(changed(outcome.state) for outcome in session.outcomes.values())
    try:
        plan = make_plan(build(answers))
    except WizardError:
        return Connection(session.id, session.name, between, "questions open", _day(session, now), "open", touched)
    mark, says = _state(plan, session.outcomes)
    finished = told_of(plan, session.outcomes) is None
    return Connection(session.id, session.name, between, says, _day(session, now), mark, touched, finished)


def _state(plan: Plan, outcomes: Mapping[str, Outcome]) -> tuple[Mark, str]:
    if back := being_taken_back(plan, outcomes):
        return "warn", f"taking back was cut off at step {plan.steps.index(back[0]) + 1}"
    if taken_back(outcomes):
        return "undone", "taken back"
    told = told_of(plan, outcomes)
    if told is None:
        return "ok", "all steps done"
    step, state = told
    at = f"step {plan.steps.index(step) + 1} of {len(plan.steps)}"
    match state:
        case "failed":
            return "fail", f"{at} failed"
        case "handed":
            return "waits", f"{at} waits"
        case "started":
            return "warn", f"{at} was cut off"
    return "open", f"{at} is next" if settled(plan, outcomes) else "planned, nothing changed"


def _between(answers: Answers) -> str:
    """The two sides as shortly as tells them apart."""
    local, remote = (answers.text(f"{side}.url") for side in ("local", "remote"))
    for called in (_first_name, url_host):
        if called(local) != called(remote):
            return f"{called(local) or 'local'} → {called(remote) or 'remote'}"
    here, there = _port(local), _port(remote)
    return f"{url_host(local)}{here} → {there}" if here != there else "local → remote"


def _first_name(url: str) -> str:
    host = url_host(url)
    return host if is_ip(host) else host.partition(".")[0]


def _port(url: str) -> str:
    return f":{urlsplit(url).port or (443 if url.startswith('https') else 80)}"


def _day(session: Session, now: datetime) -> str:
    used = datetime.fromisoformat(session.updated_at)
    if used.date() == now.date():
        return "today"
    return used.strftime("%d %b").lstrip("0") + ("" if used.year == now.year else f" {used.year}")
