"""Actions: the smallest things a plan does. Runner, preview, exporters and undo all read these same values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.scenario.model import Login, Ref, SideName

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
"""A JSON tree. Texts in it, and paths, may hold `${NAME}` of a Ref."""

Op = Literal[
    "read",
    "create_key",
    "invalidate_key",
    "reload_secure_settings",
    "put_cluster_settings",
    "put_role",
    "delete_role",
    "put_user",
]
"""What a request means; exporters and the runner decide by this, never by the path."""

Where = Literal["every-node", "one-node", "this-machine"]


@dataclass(frozen=True, slots=True)
class Save:
    """A value of the answer (JSON pointer) that is kept under a Ref: in the vault if secret, else in the session."""

    pointer: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Find:
    """Looked up before a request: the list of texts at `pointer` (`*` stands for each element) goes into `ref`.

    Nothing found: the request has nothing to do and is not sent.
    """

    path: str
    body: Json
    pointer: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Onto:
    """Read, merge, write, for objects that must be sent back whole.

    The object at `pointer` in the answer to GET `path` is reduced to `fields`; the list at `into` in the request's body
    is added to (or, with `take_away`, removed from) the list that stands there; the whole object is sent.
    Nothing at `pointer`: `otherwise` is handed to a person instead (None: nothing to do).
    """

    path: str
    pointer: str
    fields: tuple[str, ...]
    into: str
    take_away: bool = False
    otherwise: "Instruction | None" = None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    `expect` are the statuses that mean done; empty: any. `saves` take values out of the answer, in this order. `keeps`
    is a path read just before, into the Outcome. In an undo, `keeps` names what was kept then, `restores` the pointer
    into it, and `when_kept` for which former state the request is meant; `present`: what stood there becomes the body.
    `login` signs in as someone else than the side's own login; `at` is the address of one node instead of the side's.
    """

    op: Op
    side: SideName
    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    body: Json = None
    expect: tuple[int, ...] = (200,)
    saves: tuple[Save, ...] = ()
    keeps: str = ""
    finds: Find | None = None
    onto: Onto | None = None
    when_kept: Literal["", "present", "absent"] = ""
    restores: str = ""
    login: Login | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line on nodes. `stdin` are Refs sent one per line, in this order; never part of `argv`.

    A failure whose output holds `nothing_to_do` means that the node was as wanted already; `if_it_fails` says what to
    do about any other. `asking` is the form that asks for the same values at a terminal; empty: `argv` does.
    """

    side: SideName
    where: Where
    argv: tuple[str, ...]
    stdin: tuple[Ref, ...] = ()
    nothing_to_do: str = ""
    if_it_fails: str = ""
    asking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A change of a file on nodes, always made by a person.

    `settings` are flat keys to set in a YAML file; `remove` are keys to take out of it; `copy_of` is a file to be
    copied there; none of the three: the file is deleted.
    """

    side: SideName
    where: Where
    path: str
    settings: Mapping[str, Json] | None = None
    remove: tuple[str, ...] = ()
    copy_of: str = ""
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Instruction:
    """What only a person can do: who, where (a host or a console path), and the lines to follow."""

    side: SideName
    who: str
    where: str
    lines: tuple[str, ...]


Action = Request | Command | FileEdit | Instruction
