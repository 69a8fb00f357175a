"""What the runner works through: the seams it is given, and nothing else of the outside."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from wizard.clients.connection import Connect, Keep, ValueOf
from wizard.clients.node_shell import NodeShell
from wizard.plan.result import Finding, Outcome
from wizard.scenario.model import Ref, Side


class Clock(Protocol):
    """Time, so that tests need none."""

    def now(self) -> float:
        """Seconds that only ever grow."""
        ...

    def stamp(self) -> str:
        """The time of day, ISO 8601 in UTC."""
        ...

    def wait(self, seconds: float) -> bool:
        """Let time pass; True when the person ended the wait early ("I have done this")."""
        ...


class Journal(Protocol):
    """What became of the steps, kept at once so that nothing is lost by a crash."""

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Outcome by step key."""
        ...

    def record(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome before anything else happens."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The seams of a run. `prove` judges check codes by a fresh look, in declared order."""

    connect: Connect
    shell: Callable[[Side], NodeShell | None]
    value_of: ValueOf
    keep: Keep
    forget: Callable[[Ref], None]
    prove: Callable[[tuple[str, ...]], Iterable[Finding]]
    journal: Journal
    clock: Clock
