"""Perform: do one prepared action, and say what is done while it is done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from wizard.clients.connection import Connection
from wizard.clients.node_shell import NodeShell, Ran
from wizard.errors import NodeCommandError
from wizard.plan.actions import Action, Command, FileEdit, Instruction, Json, Request
from wizard.plan.pointer import resolve
from wizard.plan.result import Event, EventKind
from wizard.plan.step import Step
from wizard.runner.ports import Ports
from wizard.runner.prepare import Prepared

KEPT_REPLIES = frozenset({"reload_secure_settings"})
"""Answers that a proof reads later: what a reload says of each node is said only once."""


@dataclass(slots=True)
class Performed:
    """What has come of the actions so far: replies by op, and what is left to a person."""

    replies: dict[str, Json] = field(default_factory=dict)
    handed: list[Action] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Performer:
    """Does actions of one step through the ports."""

    step: Step
    ports: Ports
    connection: Connection
    shell: NodeShell | None

    def perform(self, prepared: Prepared, performed: Performed) -> Iterator[Event]:
        """Do one action, or note it as handed to a person. Raises ReachError, ReplyError, NodeCommandError."""
        action = prepared.action
        if prepared.instead:
            performed.handed.append(prepared.instead)
        elif prepared.nothing_to_do:
            yield self._event("skipped", f"{_title(action)}: nothing to do. {prepared.nothing_to_do}")
        else:
            match action:
                case Request():
                    yield from self._send(action, performed)
                case Command():
                    if self.shell is None:
                        performed.handed.append(action)
                    else:
                        yield from self._run(action, self.shell)
                case FileEdit() | Instruction():
                    performed.handed.append(action)
                case _:
                    assert_never(action)

    def look_again(self, actions: Iterable[Action], performed: Performed) -> None:
        """Before each look of a hand-over: what must be sent again for a look to see anything. Its answers are kept."""
        for request in repeated(actions):
            for _ in self.perform(Prepared(request), performed):
                pass
        self.keep_replies(performed)

    def keep_replies(self, performed: Performed) -> None:
        """Keep the answers that a proof reads, with the outcome of the step."""
        if performed.replies:
            journal = self.ports.journal
            journal.record(self.step.key, replace(journal.outcomes[self.step.key], replies=dict(performed.replies)))

    def _send(self, request: Request, performed: Performed) -> Iterator[Event]:
        value_of = self.ports.value_of
        if request.finds:
            find = request.finds
            asked = Request("read", request.side, "POST", find.path, body=find.body)
            found = resolve(self.connection.send(asked, value_of, self.ports.keep).body, find.pointer)
            if not found:
                yield self._event("skipped", f"{_title(request)}: nothing to do. Nothing of the kind is there.")
                return
            request = replace(request, body=_with_list(request.body, str(find.ref), found))
        yield self._event("sending", _title(request))
        reply = self.connection.send(request, value_of, self.ports.keep)
        yield replace(self._event("answered", _title(request)), status=str(reply.status), took_s=reply.took_s)
        if request.op in KEPT_REPLIES:
            performed.replies[request.op] = reply.body

    def _run(self, command: Command, shell: NodeShell) -> Iterator[Event]:
        stdin = "".join(self.ports.value_of(ref) + "\n" for ref in command.stdin)
        for node in shell.nodes:
            running = self._event("running", f"{node}: {shell.shown(node, command.argv)}")
            yield running
            ran = shell.run(node, command.argv, stdin)
            yield replace(running, kind="answered", status=f"exit {ran.code}", took_s=ran.took_s)
            if ran.code and not (command.nothing_to_do and command.nothing_to_do in ran.out + ran.err):
                raise NodeCommandError(
                    f"The command on node {node} of the {command.side} cluster ended with code {ran.code}.",
                    node=node,
                    side=command.side,
                    hint=command.if_it_fails
                    or f"Run it on {node} by hand to see why, then try the step again: "
                    f"{shell.shown(node, command.argv)}",
                    saw=_last_lines(ran),
                )

    def _event(self, kind: EventKind, text: str) -> Event:
        return Event(kind, self.step.key, self.step.side, text)


def repeated(actions: Iterable[Action]) -> tuple[Request, ...]:
    """Requests that are sent again at each look of a hand-over: a reload reads what a person has just written."""
    return tuple(action for action in actions if isinstance(action, Request) and action.op in KEPT_REPLIES)


def _title(action: Action) -> str:
    if isinstance(action, Request):
        return f"{action.method} {action.path.partition('?')[0]} at the {action.side} cluster"
    return f"An action on the {action.side} cluster"


def _with_list(body: Json, mark: str, found: Json) -> Json:
    """The body with the list that was found in place of its `${NAME}`."""
    if isinstance(body, Mapping):
        return {key: found if value == mark else value for key, value in body.items()}
    return body


def _last_lines(ran: Ran) -> str:
    lines = [line.strip() for line in (ran.err or ran.out).splitlines() if line.strip()]
    return " ".join(lines[-3:])[:400]
