"""Questions to a cluster: sends one reading request and reads the answer defensively."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.doctor.look import Look, Unseen
from wizard.plan.actions import Json, Request
from wizard.redact import Redactor
from wizard.scenario.model import Login, SideName

_BY_SHAPE = Redactor()

QUOTE = 300
"""Characters of a foreign text that are shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """One place in an answer. Reading it as what it is not raises Unseen, which names who answered and the place."""

    source: str
    value: Json
    place: str = "the answer"

    def at(self, key: str) -> "Part":
        """The part under a key."""
        part = self.find(key)
        if part is None:
            raise self._unexpected(f"{self.place} lacks {key}")
        return part

    def find(self, key: str) -> "Part | None":
        """The part under a key; None where there is none, or null stands there."""
        value = self.object().get(key)
        return None if value is None else Part(self.source, value, key)

    def object(self) -> Mapping[str, Json]:
        """This part as a JSON object."""
        if not isinstance(self.value, Mapping):
            raise self._unexpected(f"{self.place} is no object")
        return self.value

    def members(self) -> Iterator[tuple[str, "Part"]]:
        """The members of this object."""
        for key, value in self.object().items():
            yield key, Part(self.source, value, key)

    def parts(self) -> "tuple[Part, ...]":
        """The elements of this list."""
        if isinstance(self.value, str) or not isinstance(self.value, Sequence):
            raise self._unexpected(f"{self.place} is no list")
        return tuple(Part(self.source, element, f"an element of {self.place}") for element in self.value)

    def text(self) -> str:
        """This part as a text."""
        if not isinstance(self.value, str):
            raise self._unexpected(f"{self.place} is no text")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """The texts of this list."""
        return tuple(part.text() for part in self.parts())

    def number(self) -> int:
        """This part as a whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self._unexpected(f"{self.place} is no whole number")
        return self.value

    def flag(self) -> bool:
        """This part as true or false."""
        if not isinstance(self.value, bool):
            raise self._unexpected(f"{self.place} is neither true nor false")
        return self.value

    def _unexpected(self, what: str) -> Unseen:
        return Unseen(f"{self.source} answered something unexpected: {what}")


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to one request, with the request in words."""

    source: str
    status: int
    body: Part


def ask(
    look: Look,
    side: SideName,
    path: str,
    *,
    method: Literal["GET", "POST"] = "GET",
    body: Json = None,
    any_status: bool = False,
    login: Login | None = None,
    at: str = "",
    timeout_s: float = 10.0,
) -> Said:
    """Send one request that changes nothing. `at` is the address of one node; `any_status` returns refusals, too.

    Raises the errors of Connection.send.
    """
    request = Request("read", side, method, path, body=body, expect=() if any_status else (200,), login=login, at=at)
    reply = look.send(request, timeout_s=timeout_s)
    source = f"{method} {path.partition('?')[0]} on {at or f'the {side} cluster'}"
    return Said(source, reply.status, Part(source, reply.body))


def quoted(text: str) -> str:
    """A foreign text as it may be shown: no secrets, one line, no control characters, not endless."""
    line = " ".join(
        "".join(character if character.isprintable() else " " for character in _BY_SHAPE.redact(text)).split()
    )
    return line if len(line) <= QUOTE else line[: QUOTE - 1] + "…"
