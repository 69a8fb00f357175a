"""One round of looking: each fact is fetched once, by whoever asks first, and remembered until the round is over."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

from wizard.clients.connection import Connection, Reply
from wizard.doctor.sources import Sources
from wizard.errors import WizardError
from wizard.plan.actions import Request
from wizard.scenario.model import Ref, Scenario, SideName

P = ParamSpec("P")
T = TypeVar("T")


class Unseen(Exception):
    """A fact could not be fetched; `reason` says why, `cause` is the error behind it, if one was."""

    def __init__(self, reason: str, cause: WizardError | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Fact(Generic[P, T]):
    """Something that can be looked at: its name, and how it is fetched for a key (side, address)."""

    name: str
    fetch: "Callable[Concatenate[Look, P], T]"


def fact(name: str) -> "Callable[[Callable[Concatenate[Look, P], T]], Fact[P, T]]":
    """Make a Fact of the function that fetches it."""

    def named(fetch: "Callable[Concatenate[Look, P], T]") -> Fact[P, T]:
        return Fact(name, fetch)

    return named


@dataclass(slots=True)
class _Slot:
    done: threading.Event = field(default_factory=threading.Event)
    value: object = None
    unseen: Unseen | None = None


class Look:
    """One round. Any number of threads may ask; a look is thrown away, and closed, after its round."""

    def __init__(self, sources: Sources, known: Mapping[str, object] | None = None) -> None:
        self.sources = sources
        self._lock = threading.Lock()
        self._slots: dict[str, _Slot] = {}
        self._connections: dict[SideName, Connection] = {}
        for name, value in (known or {}).items():
            slot = _Slot(unseen=value) if isinstance(value, Unseen) else _Slot(value=value)
            slot.done.set()
            self._slots[name] = slot

    @property
    def scenario(self) -> Scenario:
        """What the look is about."""
        return self.sources.scenario

    def get(self, fact: Fact[P, T], *key: P.args, **named: P.kwargs) -> T:
        """The fact for that key, waiting for its one fetch. Raises Unseen."""
        name = "/".join((fact.name, *(str(part) for part in key)))
        with self._lock:
            slot = self._slots.get(name)
            mine = slot is None
            if slot is None:
                # Stands until the fetch ends well: whoever waits for a fetch that crashes is told so.
                slot = self._slots[name] = _Slot(unseen=Unseen(f"the look at {fact.name} broke off"))
        if mine:
            try:
                slot.value = fact.fetch(self, *key, **named)
                slot.unseen = None
            except Unseen as unseen:
                slot.unseen = unseen
            except WizardError as error:
                slot.unseen = Unseen(error.headline, error)
            finally:
                slot.done.set()
        else:
            slot.done.wait()
        if slot.unseen is not None:
            raise Unseen(slot.unseen.reason, slot.unseen.cause)
        return cast(T, slot.value)

    def send(self, request: Request, *, timeout_s: float) -> Reply:
        """Send a request that reads. Raises what the Connection raises."""
        with self._lock:
            connection = self._connections.get(request.side)
            if connection is None:
                connection = self.sources.connect(self.scenario.side(request.side))
                self._connections[request.side] = connection
        return connection.send(request, self.sources.value_of, _keep_nothing, timeout_s=timeout_s)

    def close(self) -> None:
        """Give the sockets of this round back."""
        with self._lock:
            connections, self._connections = self._connections, {}
        for connection in connections.values():
            connection.close()


def _keep_nothing(ref: Ref, value: str) -> None:
    """A look saves nothing, so nothing is ever handed over here."""
