"""Placeholders: every `${NAME}` a plan holds, and where a person gets its value."""

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.exporters.quoting import one_line
from wizard.plan.actions import Action, Command, Request
from wizard.plan.refs import names_in
from wizard.plan.step import Plan
from wizard.scenario.model import SESSION, Ref, Scenario, variable_of


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A Ref that the plan holds, and the words that say where its value comes from."""

    ref: Ref
    source: str


def placeholders(plan: Plan) -> tuple[Placeholder, ...]:
    """The plan's placeholders in the order in which they are first met."""
    known = _known(plan)
    names = (name for _, action in _actions(plan) for name in _mentioned(action) if name in known)
    return tuple(known[name] for name in dict.fromkeys(names))


def sends_secret(plan: Plan) -> bool:
    """True when the body of some request holds a secret."""
    known = _known(plan)
    bodies = (action.body for _, action in _actions(plan) if isinstance(action, Request))
    return any(name in known and known[name].ref.secret for body in bodies for name in names_in(body))


def _known(plan: Plan) -> dict[str, Placeholder]:
    known = {ref.name: Placeholder(ref, _yours(ref)) for ref in _own_secrets(plan.scenario)}
    known[SESSION.name] = Placeholder(
        SESSION, "a text of your choice, such as the ticket's number; the same everywhere"
    )
    for _, action in _actions(plan):
        known |= {ref.name: Placeholder(ref, _yours(ref)) for ref in _plain_refs(action)}
    for number, action in _actions(plan):
        known |= {found.ref.name: found for found in _from_answers(action, number)}
    return known


def _plain_refs(action: Action) -> Iterator[Ref]:
    if isinstance(action, Command):
        yield from action.stdin
    if isinstance(action, Request) and action.login:
        yield action.login.secret


def _from_answers(action: Action, number: int) -> Iterator[Placeholder]:
    if not isinstance(action, Request):
        return
    if action.finds:
        yield Placeholder(action.finds.ref, f"a JSON list of what the look-up of step {number} finds")
    for save in action.saves:
        field = one_line(save.pointer.lstrip("/").replace("/", "."))
        care = "; shown only once: keep it out of files and tickets" if save.ref.secret else ""
        yield Placeholder(save.ref, f"{field} in the answer of step {number}{care}")


def _own_secrets(scenario: Scenario) -> Iterator[Ref]:
    for side in (scenario.local, scenario.remote):
        if side.login:
            yield side.login.secret
        if side.nodes.keystore_secret:
            yield side.nodes.keystore_secret
    if scenario.access.user_secret:
        yield scenario.access.user_secret


def _yours(ref: Ref) -> str:
    if ref.secret:
        return f"a secret of yours; the wizard takes it from the keyring or from {variable_of(ref)}"
    return "a value of yours"


def _actions(plan: Plan) -> Iterator[tuple[int, Action]]:
    for number, step in enumerate(plan.steps, start=1):
        for action in (*step.actions, *step.undo):
            yield number, action


def _mentioned(action: Action) -> Iterator[str]:
    """Names in the order in which a person meets them."""
    if isinstance(action, Command):
        yield from (ref.name for ref in action.stdin)
    if isinstance(action, Request):
        if action.login:
            yield action.login.secret.name
        if action.finds:
            yield from names_in([action.finds.path, action.finds.body])
        yield from names_in([action.path, action.body])
        yield from (save.ref.name for save in action.saves)
