"""Prepare: read what stands there now, work out what will be sent, and say what becomes different."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wizard.clients.connection import Connection
from wizard.plan.actions import Action, Instruction, Json, Request
from wizard.plan.pointer import leaves, resolve
from wizard.plan.step import Step
from wizard.runner.ports import Ports

ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Prepared:
    """One action as it will be done.

    `formers` maps each path that was read to its body then (None: nothing there). `difference` are lines for a person.
    `instead` replaces a request that cannot be made; `nothing_to_do` says why one is not sent.
    """

    action: Action
    formers: Mapping[str, Json] = field(default_factory=dict)
    difference: tuple[str, ...] = ()
    instead: Instruction | None = None
    nothing_to_do: str = ""


def prepare_step(step: Step, ports: Ports, connection: Connection) -> tuple[Prepared, ...]:
    """Every action of a step, with what stands there read now. Raises ReachError and ReplyError."""
    return tuple(_prepare_doing(action, ports, connection) for action in step.actions)


def prepare_undo(
    actions: Sequence[Action], kept: Mapping[str, Json], ports: Ports, connection: Connection
) -> tuple[Prepared, ...]:
    """The actions of a way back that the former state calls for; `kept` is what the step read before it wrote."""
    return tuple(_prepare_undoing(action, kept, ports, connection) for action in actions)


def read(path: str, request: Request, ports: Ports, connection: Connection) -> Json:
    """What stands at a path of the request's side now; None where nothing does."""
    asked = Request("read", request.side, "GET", path, expect=(200, 404))
    reply = connection.send(asked, ports.value_of, ports.keep)
    return None if reply.status == 404 else reply.body


def _prepare_doing(action: Action, ports: Ports, connection: Connection) -> Prepared:
    if not isinstance(action, Request):
        return Prepared(action)
    if action.onto:
        return _merge(action, None, ports, connection)
    if action.keeps:
        former = read(action.keeps, action, ports, connection)
        return Prepared(action, {action.keeps: former}, _difference(former, action))
    return Prepared(action)


def _prepare_undoing(action: Action, kept: Mapping[str, Json], ports: Ports, connection: Connection) -> Prepared:
    if not isinstance(action, Request):
        return Prepared(action)
    if action.onto:
        return _merge(action, kept.get(action.onto.path), ports, connection)
    if not action.when_kept:
        return Prepared(action)
    stood = resolve(kept.get(action.keeps), action.restores)
    if action.when_kept == "present":
        if not stood:
            return Prepared(action, nothing_to_do="Nothing stood there before.")
        return Prepared(replace(action, body=stood))
    return Prepared(action, nothing_to_do="It was there before and is put back instead." if stood else "")


def _merge(request: Request, kept: Json, ports: Ports, connection: Connection) -> Prepared:
    onto = request.onto
    assert onto is not None
    former = read(onto.path, request, ports, connection)
    whole = resolve(former, onto.pointer)
    if not isinstance(whole, Mapping):
        return Prepared(request, instead=onto.otherwise, nothing_to_do="" if onto.otherwise else "It is not there.")
    there = _list(resolve(whole, onto.into))
    entries = _list(resolve(request.body, onto.into))
    if onto.take_away:
        # Entries that stood there before the step are not ours to take away.
        before = _list(resolve(kept, onto.pointer + onto.into))
        merged = [entry for entry in there if entry not in entries or entry in before]
    else:
        merged = there + [entry for entry in entries if entry not in there]
    if merged == there:
        return Prepared(request, {onto.path: former}, nothing_to_do="It stands there as wanted already.")
    field_name = onto.into.removeprefix("/")
    body = {name: whole[name] for name in onto.fields if name in whole} | {field_name: merged}
    lines = (f"{field_name}: {_shown(there)} -> {_shown(merged)}",)
    return Prepared(replace(request, body=body), {onto.path: former}, lines)


def _difference(former: Json, request: Request) -> tuple[str, ...]:
    was = leaves(former if request.op == "put_cluster_settings" else _only_value(former))
    becomes = leaves(request.body)
    lines = [
        f"{key}: {_shown(was[key]) if key in was else ABSENT} -> {_shown(value)}"
        for key, value in becomes.items()
        if key not in was or not _same(was[key], value)
    ]
    if request.op == "put_role":
        lines += [
            f"{key}: {_shown(value)} -> {ABSENT}"
            for key, value in was.items()
            # What the cluster adds by itself is no part of the role.
            if value and key not in becomes and not key.startswith("transient_metadata.")
        ]
    return tuple(lines)


def _only_value(former: Json) -> Json:
    """A role is answered below its own name."""
    return next(iter(former.values()), None) if isinstance(former, Mapping) else None


def _same(former: Json, value: Json) -> bool:
    """Cluster settings are answered as texts: "true" is what was sent as true."""
    return former == value or str(former).lower() == str(value).lower()


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _shown(value: Json) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
