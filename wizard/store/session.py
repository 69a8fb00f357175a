"""A session as it is kept between runs, and its text on file. It never holds a secret: only their names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from wizard.errors import SessionError
from wizard.plan.result import Outcome
from wizard.scenario.answers import Answer
from wizard.version import PROGRAM

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = 1
"""Of the file; rises when an older wizard could no longer read it rightly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a later run needs to go on. Times are ISO 8601 in UTC.

    `name` is the alias, for people; `id` never changes. `values` are non-secret Refs by name. `outcomes` are by step
    key. `secrets` names what the keyring holds, which cannot list it itself. The plan is derived again.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}

    version: int = VERSION
    id: str
    name: str
    created_at: str
    updated_at: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenSession:
    """A session file that cannot be used, with the error that says why and what to do."""

    id: str
    path: Path
    error: SessionError


@dataclass(frozen=True, slots=True)
class _OutcomeOnFile(Outcome):
    """An Outcome as pydantic can read it: what was kept is any JSON, since a recursive union is beyond it."""

    kept: Mapping[str, Any] = field(default_factory=dict)
    replies: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionOnFile(Session):
    outcomes: Mapping[str, _OutcomeOnFile] = field(default_factory=dict)


def to_text(session: Session) -> str:
    """The session as JSON."""
    return json.dumps(session, default=_plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_text(text: str, path: Path) -> Session:
    """The session in the text. Raises SessionError, naming the file: broken, of a newer version, or another's."""
    from pydantic import ValidationError

    try:
        newer = _version_in(text) > VERSION
        if not newer:
            on_file = _reader().validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise broken(path, f"{where}: {first['msg']}" if where else first["msg"]) from None
    except ValueError:
        raise broken(path, "it is not JSON") from None
    if newer:
        raise SessionError(
            f"The session file {path} was written by a newer version of this tool.",
            hint=f"Update {PROGRAM}. The file was not changed.",
        )
    if on_file.id != path.stem:
        raise broken(path, f"it is the session {on_file.id}, under another's name")
    outcomes = {key: Outcome(**_shallow(outcome)) for key, outcome in on_file.outcomes.items()}
    return replace(Session(**_shallow(on_file)), outcomes=outcomes)


def broken(path: Path, why: str) -> SessionError:
    """The error for a file that cannot be used."""
    return SessionError(
        f"The session file {path} cannot be used: {why}.",
        hint="Put a good copy back, or move the file away and begin a new session. The file was not changed.",
    )


@cache
def _reader() -> "TypeAdapter[_SessionOnFile]":
    """Made once: making it takes longer than reading many sessions."""
    from pydantic import TypeAdapter

    return TypeAdapter(_SessionOnFile)


def _version_in(text: str) -> int:
    """The version alone, so that unknown fields of a newer file are not what is complained of."""
    match json.loads(text):
        case {"version": int(version)} if not isinstance(version, bool):
            return version
        case _:
            return VERSION


def _shallow(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _plain(value: object) -> dict[str, Any]:
    """What json cannot write by itself: dataclasses, and maps that are not dictionaries."""
    if is_dataclass(value):
        return _shallow(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a session cannot hold a {type(value).__name__}")
