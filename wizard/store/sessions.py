"""The seam to the sessions that are kept, and the sessions that are forgotten when the run ends."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from secrets import token_hex
from threading import Lock
from typing import Protocol

from wizard.errors import SessionError
from wizard.scenario.answers import Answer
from wizard.store.session import BrokenSession, Session
from wizard.version import PROGRAM

Now = Callable[[], datetime]


class Sessions(Protocol):
    """Keeps sessions by their id; one writer at a time."""

    def create(self, name: str, answers: Mapping[str, Answer]) -> Session:
        """A new session with a random id, kept at once. Raises SessionError."""
        ...

    def beginning(self) -> AbstractContextManager[None]:
        """Look for a session and create it inside the `with`: no other run does so meanwhile. Raises SessionError."""
        ...

    def load(self, id_or_name: str) -> Session:
        """The session of that id, or of an alias that only one has. Raises SessionError."""
        ...

    def save(self, session: Session) -> Session:
        """Keep it whole or not at all; returns it with its new `updated_at`. Raises SessionError."""
        ...

    def all(self) -> tuple[Session | BrokenSession, ...]:
        """Every session, the last used first, and then what could not be read."""
        ...

    def remove(self, id: str) -> None:
        """Remove it, even if it is broken. Raises SessionError: unknown, or open in another run."""
        ...

    def claim(self, id: str) -> AbstractContextManager[None]:
        """Be its one writer inside the `with`. Raises SessionError: unknown, or open in another run."""
        ...

    def writer(self, id: str) -> str:
        """The process of another run that has claimed it; empty when none has."""
        ...

    def try_writing(self) -> None:
        """Raises SessionError when no session could be kept now."""
        ...


class MemorySessions:
    """Keeps sessions until the run ends."""

    def __init__(self, *, now: Now = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = Lock()
        self._begin = Lock()
        self._sessions: dict[str, Session] = {}
        self._claimed: set[str] = set()

    def create(self, name: str, answers: Mapping[str, Answer]) -> Session:
        """A new session with a random id."""
        session = fresh(name, answers, self._now, taken=self._sessions)
        self._sessions[session.id] = session
        return session

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Look for a session and create it inside the `with`: no other thread does so meanwhile."""
        with self._begin:
            yield

    def load(self, id_or_name: str) -> Session:
        """The session of that id, or of an alias that only one has. Raises SessionError."""
        return chosen(id_or_name, self.all())

    def save(self, session: Session) -> Session:
        """Keep it; returns it with its new `updated_at`."""
        session = replace(session, updated_at=stamp(self._now))
        self._sessions[session.id] = session
        return session

    def all(self) -> tuple[Session | BrokenSession, ...]:
        """Every session, the last used first."""
        return last_used_first(self._sessions.values())

    def remove(self, id: str) -> None:
        """Remove it. Raises SessionError: unknown, or claimed."""
        with self.claim(id):
            del self._sessions[id]

    @contextmanager
    def claim(self, id: str) -> Iterator[None]:
        """Be its one writer inside the `with`. Raises SessionError: unknown, or claimed."""
        if id not in self._sessions:
            raise unknown(id, self.all())
        with self._lock:
            if id in self._claimed:
                raise open_elsewhere(id, str(os.getpid()))
            self._claimed.add(id)
        try:
            yield
        finally:
            with self._lock:
                self._claimed.discard(id)

    def writer(self, id: str) -> str:
        """Never another run: it has sessions of its own."""
        return ""

    def try_writing(self) -> None:
        """Memory takes all."""


def stamp(now: Now) -> str:
    """The time as sessions hold it."""
    return now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fresh(name: str, answers: Mapping[str, Answer], now: Now, *, taken: Iterable[str]) -> Session:
    """A session with an id that is not taken: 8 hexadecimal digits."""
    used = set(taken)
    while (id := token_hex(4)) in used:
        pass
    at = stamp(now)
    return Session(id=id, name=name, created_at=at, updated_at=at, answers=dict(answers))


def last_used_first(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """The order of lists."""
    return tuple(sorted(sessions, key=lambda session: session.updated_at, reverse=True))


def chosen(id_or_name: str, every: Iterable[Session | BrokenSession]) -> Session:
    """The one session meant. Raises SessionError: none, several, or a broken one."""
    every = tuple(every)
    for each in every:
        if each.id == id_or_name:
            if isinstance(each, BrokenSession):
                raise each.error
            return each
    named = [each for each in every if isinstance(each, Session) and id_or_name and each.name == id_or_name]
    # One that has changed nothing, a first try that failed, does not stand in the way of one that has.
    named = [each for each in named if each.outcomes] or named
    if not named:
        raise unknown(id_or_name, every)
    if len(named) > 1:
        raise SessionError(
            f"{len(named)} sessions have the alias {id_or_name}.",
            hint="Name one by its id: " + ", ".join(f"{each.id} (last used {each.updated_at})" for each in named) + ".",
        )
    return named[0]


def unknown(id_or_name: str, every: Iterable[Session | BrokenSession]) -> SessionError:
    """The error for a session that is not there, with names that are near."""
    every = tuple(every)
    names = sorted(
        {each.name for each in every if isinstance(each, Session) and each.name} | {each.id for each in every}
    )
    near = get_close_matches(id_or_name, names, n=3, cutoff=0.5)
    unread = [each for each in every if isinstance(each, BrokenSession)]
    hint = f"Near to it: {', '.join(near)}." if near else f"`{PROGRAM} sessions` lists what there is."
    if unread:
        hint += " Not readable, so it may be one of these: " + ", ".join(str(each.path) for each in unread) + "."
    return SessionError(f"No session has the id or alias {id_or_name!r}.", hint=hint)


def open_elsewhere(id: str, process: str) -> SessionError:
    """The error for a session that has a writer already."""
    return SessionError(
        f"The session {id} is open in another run, process {process}.",
        hint="Nothing was done here. Go on in that terminal, or leave it there first.",
    )
