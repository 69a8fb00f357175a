"""The plan for Kibana's Dev Tools: requests that can be sent as they stand; all else, and the undo, as comments."""

from collections.abc import Iterable, Iterator, Mapping

from wizard.exporters import words
from wizard.exporters.closing import closing_requests
from wizard.exporters.pieces import Say, Show, pieces_of
from wizard.exporters.placeholders import placeholders, sends_secret
from wizard.exporters.plan_text import check_line, route_line
from wizard.exporters.quoting import one_line, url_path
from wizard.exporters.sections import backward, forward
from wizard.plan.actions import Action
from wizard.plan.step import Plan, Step
from wizard.scenario.model import Scenario, SideName
from wizard.version import PROGRAM, VERSION

_RULE = "#" * 78


def console_text(plan: Plan, claims: Mapping[str, str]) -> str:
    """Text for Dev Tools, both sides in separate sections; the same plan gives the same bytes."""
    blocks = [_header(plan), *_warnings(plan), _checks("Must be true before step 1:", plan.before, claims)]
    for side, steps in forward(plan):
        blocks.append(_banner(plan.scenario, side, "steps"))
        for number, step in steps:
            blocks.append(_comments(_title(number, step)))
            blocks += _actions(step.actions, live=True)
    blocks.append(_banner(plan.scenario, "local", "final checks"))
    blocks += [
        "\n".join([_comments([f"Wanted: {closing.wanted}"]), f"{closing.method} {url_path(closing.path)}"])
        for closing in closing_requests(plan.scenario)
    ]
    blocks.append(_checks("Then all of these are true:", plan.after, claims))
    blocks += _undo(plan)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _header(plan: Plan) -> str:
    scenario = plan.scenario
    lines = [
        f"Remote cluster {scenario.alias}. Made by {PROGRAM} {VERSION}; it holds no secret.",
        route_line(scenario),
        f"local   {words.address(scenario.local)}",
        f"remote  {words.address(scenario.remote)}, dialled at {words.dialled(scenario)}",
        "",
        "Send the requests one by one, each section in the Dev Tools of its own cluster. Lines with # are not sent:",
        "they say what Dev Tools cannot do (files, commands, work by hand, bodies that are merged from an answer).",
        *_legend(plan),
    ]
    return _comments(lines)


def _legend(plan: Plan) -> Iterator[str]:
    known = placeholders(plan)
    if known:
        yield ""
        yield "Replace these, or make Dev Tools variables of those that are not secret:"
    for placeholder in known:
        yield f"  {placeholder.ref}: {placeholder.source}."
    if sends_secret(plan):
        yield "Dev Tools keeps what you typed and sent: clear the history and the text afterwards."


def _warnings(plan: Plan) -> Iterator[str]:
    for caution in plan.warnings:
        conflict = [f"Sources disagree: {caution.conflict}"] if caution.conflict else []
        yield _comments([f"WARNING: {caution.text}", *conflict])


def _checks(title: str, codes: tuple[str, ...], claims: Mapping[str, str]) -> str:
    return _comments([title, *(f"  {check_line(code, claims)}" for code in codes)]) if codes else ""


def _banner(scenario: Scenario, side: SideName, what: str) -> str:
    title = one_line(f"{side.upper()} cluster, {words.address(scenario.side(side))}: {what}")
    return f"{_RULE}\n# {title}\n{_RULE}"


def _title(number: int, step: Step) -> list[str]:
    restart = ", nodes restart" if step.restart else ""
    proof = [f"Proof: {', '.join(step.proof)}"] if step.proof else []
    return [
        f"--- Step {number}. {step.title} ({step.side}{restart})",
        f"Who: {step.who}",
        *proof,
        f"If done twice: {words.done_twice(step.actions)}",
    ]


def _actions(actions: Iterable[Action], *, live: bool) -> Iterator[str]:
    """Blocks of the actions; a request to send is a block of its own, for Dev Tools ends a body at a blank line."""
    for action in actions:
        said: list[str] = []
        for piece in pieces_of(action):
            match piece:
                case Say(text):
                    said.append(text)
                case Show(_, lines, sends) if sends and live:
                    yield "\n".join([*([_comments(said)] if said else []), *lines])
                    said = []
                case Show(_, lines, _):
                    said += [f"  {line}" for line in lines]
        if said:
            yield _comments(said)


def _undo(plan: Plan) -> Iterator[str]:
    first = True
    for side, steps in backward(plan):
        yield _banner(plan.scenario, side, "undo")
        if first:
            first = False
            yield _comments(
                [
                    "All of it is commented out, so that sending the whole file takes nothing back.",
                    "Top to bottom; take the # and the blanks off a request's lines to send it.",
                ]
            )
        for number, step in steps:
            yield _comments([f"--- Undo of step {number} ({step.side}): {step.title}"])
            yield from _actions(step.undo, live=False)


def _comments(lines: Iterable[str]) -> str:
    return "\n".join(_comment(line) for line in lines)


def _comment(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    return f"# {indent}{one_line(line) if not line.isprintable() else line.strip()}".rstrip()
