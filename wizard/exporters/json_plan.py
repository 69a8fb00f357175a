"""The plan as JSON: the shape that `plan --json` promises."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import assert_never

from wizard.exporters.quoting import json_lines
from wizard.plan.actions import Action, Command, FileEdit, Instruction, Json, Request
from wizard.plan.step import Plan, Step

SHAPE_VERSION = 1
"""Rises only when something breaks for those who read it."""


def plan_as_json(plan: Plan) -> dict[str, Json]:
    """The plan as a JSON tree, in a fixed order; a Ref is `{"name", "secret"}`, never its value."""
    return {
        "version": SHAPE_VERSION,
        "scenario": _tree(plan.scenario),
        "before": list(plan.before),
        "steps": [_step(step) for step in plan.steps],
        "after": list(plan.after),
        "warnings": [_tree(caution) for caution in plan.warnings],
    }


def json_text(plan: Plan, claims: Mapping[str, str]) -> str:
    """The same as text. Ends with a line break. `claims` are not needed: the codes stand for them."""
    return "\n".join(json_lines(plan_as_json(plan))) + "\n"


def _step(step: Step) -> Json:
    return {
        "id": step.id,
        "title": step.title,
        "why": step.why,
        "side": step.side,
        "who": step.who,
        "restart": step.restart,
        "kind": "auto" if step.automatic else "hand",
        "changes": list(step.changes),
        "actions": [_tree(action) for action in step.actions],
        "undo": [_tree(action) for action in step.undo],
        "proof": list(step.proof),
        "docs": step.docs,
    }


def _tree(value: object) -> Json:
    """Dataclasses become objects of their fields, actions with their kind first."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Request() | Command() | FileEdit() | Instruction():
            return {"kind": _kind(value), **_fields(value)}
        case Mapping():
            return {str(key): _tree(item) for key, item in value.items()}
        case list() | tuple():
            return [_tree(item) for item in value]
        case _:
            return _fields(value)


def _fields(value: object) -> dict[str, Json]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return {field.name: _tree(getattr(value, field.name)) for field in fields(value)}


def _kind(action: Action) -> str:
    match action:
        case Request():
            return "request"
        case Command():
            return "command"
        case FileEdit():
            return "file"
        case Instruction():
            return "instruction"
        case _:
            assert_never(action)
