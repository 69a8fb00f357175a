"""The plan as a Markdown runbook: what goes into a change ticket."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from wizard.exporters import words
from wizard.exporters.closing import closing_requests
from wizard.exporters.pieces import Say, Show, pieces_of
from wizard.exporters.placeholders import placeholders
from wizard.exporters.quoting import code_span, fenced, markdown, url_path
from wizard.exporters.sections import backward, forward
from wizard.plan.actions import Action, Command, FileEdit, Instruction, Request
from wizard.plan.step import Plan, Step
from wizard.scenario.model import Scenario, SideName
from wizard.version import PROGRAM, VERSION


def runbook_text(plan: Plan, claims: Mapping[str, str]) -> str:
    """Markdown with numbered steps in the plan's order; `claims` maps check codes to what they say is true."""
    blocks = [
        *_introduction(plan),
        *_prerequisites(plan, claims),
        *_people(plan),
        *_steps(plan, claims),
        *_final_checks(plan, claims),
        *_roll_back(plan),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _introduction(plan: Plan) -> Iterator[str]:
    scenario = plan.scenario
    yield f"# Connect the remote cluster {code_span(scenario.alias)}"
    yield (
        f"Made by {PROGRAM} {VERSION}. It holds no secret: {code_span('${NAME}')} stands for a value"
        " that is filled in when a step is done. The same answers give the same text."
    )
    yield "## What it does"
    yield (
        f"The local cluster reaches the remote cluster under the alias {code_span(scenario.alias)}:"
        f" row {scenario.row}, {words.model(scenario.security)} model, {scenario.mode} mode,"
        f" dialling {code_span(words.dialled(scenario))}."
    )
    yield "\n".join(
        [
            "| side | REST address | nodes |",
            "| --- | --- | --- |",
            *(_side_row(scenario, name) for name in ("remote", "local")),
        ]
    )
    yield _bullets(f"Step {number}: {markdown(change)}" for number, change in _changes(plan))


def _side_row(scenario: Scenario, name: SideName) -> str:
    side = scenario.side(name)
    nodes = ", ".join(map(code_span, side.nodes.hosts or side.node_urls)) or "not listed"
    cells = (name, code_span(words.address(side)), nodes)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _changes(plan: Plan) -> Iterator[tuple[int, str]]:
    for number, step in enumerate(plan.steps, start=1):
        for change in step.changes:
            yield number, change


def _prerequisites(plan: Plan, claims: Mapping[str, str]) -> Iterator[str]:
    known = placeholders(plan)
    if not (plan.warnings or plan.before or known):
        return
    yield "## Prerequisites"
    for caution in plan.warnings:
        yield f"**Warning.** {markdown(caution.text)}"
        yield f"Sources disagree: {markdown(caution.conflict)}" if caution.conflict else ""
    if plan.before:
        yield "Checked before step 1:"
        yield _bullets(_check(code, claims) for code in plan.before)
    if known:
        yield "Values that are filled in:"
        yield _bullets(f"{code_span(str(item.ref))}: {markdown(item.source)}" for item in known)


def _people(plan: Plan) -> Iterator[str]:
    steps: dict[str, list[str]] = {}
    for number, step in enumerate(plan.steps, start=1):
        for who in dict.fromkeys((step.who, *_helpers(step))):
            steps.setdefault(who, []).append(str(number))
    yield "## People"
    yield _bullets(
        f"{markdown(who) or 'Anybody'}: step{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
        for who, numbers in steps.items()
    )


def _helpers(step: Step) -> Iterator[str]:
    for action in step.actions:
        if isinstance(action, Instruction):
            yield action.who
        if isinstance(action, Request) and action.onto and action.onto.otherwise:
            yield action.onto.otherwise.who


def _steps(plan: Plan, claims: Mapping[str, str]) -> Iterator[str]:
    total = len(plan.steps)
    for side, steps in forward(plan):
        yield f"## {side.capitalize()} cluster"
        for number, step in steps:
            yield f"### Step {number} of {total}. {markdown(step.title)}"
            yield _bullets(_facts(step, plan.scenario))
            yield markdown(step.why)
            yield from _actions(step.actions)
            if step.proof:
                yield "Proof:"
                yield _bullets(_check(code, claims) for code in step.proof)
            yield f"If done twice: {markdown(words.done_twice(step.actions))}"
            yield f"If it stops half-way: {markdown(step.if_stopped)}" if step.if_stopped else ""
            yield f"Roll back: see *Roll back*, step {number}." if step.undo else "Roll back: nothing to take back."


def _facts(step: Step, scenario: Scenario) -> Iterator[str]:
    if step.who:
        yield f"Who: {markdown(step.who)}"
    yield f"Where: {'; '.join(dict.fromkeys(_place(action, scenario) for action in step.actions))}"
    yield f"How: {'automatic, or by hand as below' if step.automatic else 'by hand'}"
    yield f"Restart: {'yes, its nodes restart' if step.restart else 'none'}"
    if step.docs:
        yield f"More: {markdown(step.docs)}"


def _place(action: Action, scenario: Scenario) -> str:
    match action:
        case Request(side=side, at=at):
            return f"REST API of {words.cluster(side)}, {code_span(at or words.address(scenario.side(side)))}"
        case Command(side=side, where=where) | FileEdit(side=side, where=where):
            return words.place(where, side)
        case Instruction(where=where):
            return markdown(where)
        case _:
            assert_never(action)


def _actions(actions: Iterable[Action]) -> Iterator[str]:
    for action in actions:
        for piece in pieces_of(action):
            match piece:
                case Say(text):
                    yield markdown(text)
                case Show(language, lines):
                    yield "\n".join(fenced(language, lines))


def _final_checks(plan: Plan, claims: Mapping[str, str]) -> Iterator[str]:
    yield "## Final checks"
    yield "On the local cluster:"
    for closing in closing_requests(plan.scenario):
        yield "\n".join(fenced("console", [f"{closing.method} {url_path(closing.path)}"]))
        yield f"Wanted: {markdown(closing.wanted)}"
    if plan.after:
        yield "Then all of these are true:"
        yield _bullets(_check(code, claims) for code in plan.after)


def _roll_back(plan: Plan) -> Iterator[str]:
    yield "## Roll back"
    if not any(step.undo for step in plan.steps):
        yield "Nothing to take back."
        return
    yield "From top to bottom, only for the steps that were done. If one fails, go on with the next and note it."
    for side, steps in backward(plan):
        for number, step in steps:
            yield f"### Roll back step {number} ({side} cluster). {markdown(step.title)}"
            yield from _actions(step.undo)


def _check(code: str, claims: Mapping[str, str]) -> str:
    claim = claims.get(code, "")
    return f"{code_span(code)}{' ' + markdown(claim) if claim else ''}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
