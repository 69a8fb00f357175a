"""The seam to the nodes' command lines: on this machine or over the person's own ssh."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did. `out` and `err` are decoded texts, `took_s` seconds."""

    code: int
    out: str
    err: str
    took_s: float


class NodeShell(Protocol):
    """Runs commands on the nodes of one side."""

    @property
    def nodes(self) -> tuple[str, ...]:
        """The names of the nodes it reaches, as the person gave them."""
        ...

    def shown(self, node: str, argv: Sequence[str]) -> str:
        """The command line as a person would type it, quoted for a shell."""
        ...

    def run(self, node: str, argv: Sequence[str], stdin: str = "", *, timeout_s: float = 30.0) -> Ran:
        """Run it and wait; a bad exit code is a Ran. Raises NodeCommandError: it cannot start, or passes its time."""
        ...
