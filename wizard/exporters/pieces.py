"""Pieces: one action as sentences and blocks. Text, console and runbook only place them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from wizard.exporters import words
from wizard.exporters.quoting import json_lines, one_line, shell_line, url_path, yaml_lines
from wizard.exporters.settings import nested
from wizard.plan.actions import Action, Command, FileEdit, Find, Instruction, Json, Onto, Op, Request
from wizard.plan.pointer import tokens_of
from wizard.scenario.model import Login, Ref


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Show:
    """A block to copy. `sends`: a request that can go out as it stands."""

    language: Literal["console", "sh", "yaml", "text"]
    lines: tuple[str, ...]
    sends: bool = False


Piece = Say | Show


def pieces_of(action: Action) -> Iterator[Piece]:
    """All that there is to say about an action, in the order in which it happens."""
    match action:
        case Request():
            yield from _request(action)
        case Command():
            yield from _command(action)
        case FileEdit():
            yield from _file_edit(action)
        case Instruction():
            yield Say(one_line(f"{_capital(_who(action))}, at {action.where}:"))
            yield Show("text", tuple(one_line(line) for line in action.lines))
        case _:
            assert_never(action)


def request_block(method: str, path: str, body: Json = None, *, op: Op = "read", sends: bool = True) -> Show:
    """A request in the notation of Kibana's Dev Tools, its path relative to the REST address."""
    shown = _shown_body(op, body)
    return Show("console", (f"{method} {url_path(path)}", *([] if shown is None else json_lines(shown))), sends)


def _request(request: Request) -> Iterator[Piece]:
    if request.when_kept:
        found = "nothing" if request.when_kept == "absent" else "something"
        yield Say(f"Only if {found} stood {_there(request)} before the step:")
    receiver = _receiver(request)
    if request.finds:
        yield from _find(request.finds, receiver)
    if request.keeps and not _puts_back(request):
        yield Say(f"First {receiver}: what stands there now is kept for the undo (404 or empty: nothing stands there):")
        yield request_block("GET", request.keeps, sends=_anyone(request))
    if request.onto:
        yield from _merge(request, request.onto, receiver)
    elif request.when_kept == "present":
        yield Say(f"{_capital(receiver)}:")
        yield request_block(request.method, request.path, sends=False)
        yield Say(f"Its body is {_object(request.restores)} that stood {_there(request)} before the step.")
    else:
        looks = request.finds or (request.keeps and not _puts_back(request))
        yield Say(f"Then {receiver}:" if looks else f"{_capital(receiver)}:")
        sends = _anyone(request) and not request.finds
        yield request_block(request.method, request.path, request.body, op=request.op, sends=sends)
    yield Say(_expected(request))
    for save in request.saves:
        once = ", a secret that is shown only once" if save.ref.secret else ""
        yield Say(f"The answer's {_dotted(save.pointer)} is kept as {save.ref}{once}.")


def _find(find: Find, receiver: str) -> Iterator[Piece]:
    yield Say(f"First {receiver}, to look up:")
    yield request_block("GET" if find.body is None else "POST", find.path, find.body)
    yield Say(f"The values {_at(find.pointer)} are taken as {find.ref}, a list in place of the quoted name.")
    yield Say("Where there are none, nothing more is sent.")


def _merge(request: Request, onto: Onto, receiver: str) -> Iterator[Piece]:
    yield Say(f"First {receiver}, to read what stands there now:")
    yield request_block("GET", onto.path, sends=_anyone(request))
    fields = ", ".join(onto.fields)
    yield Say(one_line(f"{_capital(_object(onto.pointer))} is sent back whole, with these fields of it: {fields}."))
    entries = "taken out of" if onto.take_away else "added to"
    yield Say(f"The entries shown here are {entries} its list {_at(onto.into)}; everything else stays as it was read:")
    yield request_block(request.method, request.path, request.body, op=request.op, sends=False)
    if onto.otherwise is None:
        yield Say(f"If there is nothing {_at(onto.pointer)}, there is nothing to do.")
    else:
        yield Say(f"If there is nothing {_at(onto.pointer)}, a person does this instead:")
        yield from pieces_of(onto.otherwise)


def _command(command: Command) -> Iterator[Piece]:
    yield Say(f"Run on {words.place(command.where, command.side)}:")
    yield Show("sh", (shell_line(command.argv),))
    nothing = f", or says that it {command.nothing_to_do}" if command.nothing_to_do else ""
    yield Say(one_line(f"Expected: it ends with exit code 0{nothing}."))
    if not command.stdin:
        return
    yield Say(f"It reads from standard input, one per line: {_listed(command.stdin)}.")
    if command.asking:
        yield Say("At a terminal, this form asks for the same values instead, in the same order:")
        yield Show("sh", (shell_line(command.asking),))
    else:
        yield Say("At a terminal it asks for the same values instead, in the same order.")


def _file_edit(edit: FileEdit) -> Iterator[Piece]:
    place = words.place(edit.where, edit.side)
    if edit.copy_of:
        yield Say(one_line(f"Copy this file to {edit.path} on {place}:"))
        yield Show("text", (one_line(edit.copy_of),))
    if edit.settings:
        yield Say(one_line(f"Set in {edit.path} on {place}:"))
        yield Show("yaml", tuple(yaml_lines(edit.settings)))
    if not (edit.copy_of or edit.settings or edit.remove):
        yield Say(one_line(f"Delete {edit.path} on {place}."))
    if edit.remove:
        yield Say(one_line(f"Take these keys out of {edit.path} on {place}:"))
        yield Show("text", tuple(one_line(key) for key in edit.remove))
    if edit.restart:
        yield Say("It takes effect when the node restarts.")


def _who(instruction: Instruction) -> str:
    """Who acts, with the side where the words do not name it."""
    named = instruction.side in instruction.who or instruction.side in instruction.where
    return instruction.who if named else f"{instruction.who} ({instruction.side})"


def _shown_body(op: Op, body: Json) -> Json:
    match op:
        case "put_cluster_settings":
            return nested(body)
        case (
            "read"
            | "create_key"
            | "invalidate_key"
            | "reload_secure_settings"
            | "put_role"
            | "delete_role"
            | "put_user"
        ):
            return body
        case _:
            assert_never(op)


def _expected(request: Request) -> str:
    if not request.expect:
        return "Expected answer: any status."
    return f"Expected answer: {' or '.join(map(str, request.expect))}, {words.answer(request.op)}."


def _receiver(request: Request) -> str:
    """To whom the request goes, and signed in as whom if that is not the side's own login."""
    to = f"the node of {words.cluster(request.side)} at {request.at}" if request.at else words.cluster(request.side)
    return one_line(f"to {to}{_signed_in(request.login) if request.login else ''}")


def _anyone(request: Request) -> bool:
    """True when it does not matter which node is asked, and the side's own login is the right one."""
    return not request.at and request.login is None


def _puts_back(request: Request) -> bool:
    """True for an undo that depends on what was kept; its `keeps` then names what was read."""
    return bool(request.when_kept)


def _signed_in(login: Login) -> str:
    match login.kind:
        case "password":
            return f", signed in as {login.user} with the password {login.secret}"
        case "api-key":
            return f", signed in with the API key {login.secret}"
        case _:
            assert_never(login.kind)


def _there(request: Request) -> str:
    return one_line(f"at {url_path(request.keeps)}") if request.keeps else "there"


def _at(pointer: str) -> str:
    return f"at {_dotted(pointer)}" if pointer.strip("/") else "in the answer"


def _object(pointer: str) -> str:
    return f"the object at {_dotted(pointer)}" if pointer.strip("/") else "the whole answer"


def _dotted(pointer: str) -> str:
    return one_line(".".join(tokens_of(pointer)))


def _listed(refs: Sequence[Ref]) -> str:
    return ", ".join(str(ref) for ref in refs)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
