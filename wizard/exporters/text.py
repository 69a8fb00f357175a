"""Plain text of one action and of one step: what the preview shows and what is printed before a step is applied."""

from collections.abc import Iterable

from wizard.exporters.pieces import Say, Show, pieces_of
from wizard.exporters.quoting import one_line
from wizard.plan.actions import Action
from wizard.plan.step import Step

_INDENT = "    "


def action_as_lines(action: Action) -> list[str]:
    """One action: sentences, and what is to be copied set in by four spaces."""
    lines: list[str] = []
    for piece in pieces_of(action):
        match piece:
            case Say(text):
                lines.append(text)
            case Show(_, shown):
                lines += [_INDENT + line for line in shown]
    return lines


def actions_as_lines(actions: Iterable[Action]) -> list[str]:
    """Actions in order, a blank line between them."""
    lines: list[str] = []
    for action in actions:
        lines += ["", *action_as_lines(action)] if lines else action_as_lines(action)
    return lines


def step_headline(step: Step, number: int, total: int) -> str:
    """Number, side, how it is done, whether nodes restart, and its title."""
    how = "automatic" if step.automatic else "by hand"
    restart = "nodes restart" if step.restart else "no restart"
    return one_line(f"Step {number} of {total}, {step.side}, {how}, {restart}. {step.title}").rstrip(".") + "."


def step_as_text(step: Step, number: int, total: int) -> str:
    """All there is to know before a step is applied, what is sent or to do last. Ends without a line break."""
    lines = [step_headline(step, number, total)]
    lines += [one_line(f"Why: {step.why}")] if step.why else []
    lines += [one_line(f"Who: {step.who}")] if step.who else []
    lines += ["Changes:", *_inset(f"- {one_line(change)}" for change in step.changes)] if step.changes else []
    if step.undo:
        lines += ["Undo:", *_inset(actions_as_lines(step.undo))]
    else:
        lines += ["Undo: nothing to take back."]
    lines += [one_line(f"If stopped: {step.if_stopped}")] if step.if_stopped else []
    lines += [f"Proof: {', '.join(step.proof)}"] if step.proof else []
    lines += [one_line(f"More: {step.docs}")] if step.docs else []
    lines += ["Sent:" if step.automatic else "To do:", *_inset(actions_as_lines(step.actions))]
    return "\n".join(lines)


def _inset(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]
