"""The seam to a cluster: one method that sends one Request and returns its Reply."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from wizard.plan.actions import Json, Request
from wizard.scenario.model import Ref, Side

ValueOf = Callable[[Ref], str]
"""Reads the value of a Ref (vault or session). Raises VaultError where a secret cannot be read."""
Keep = Callable[[Ref, str], None]
"""Keeps a value under a Ref. Raises VaultError where a secret cannot be kept."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the cluster answered. `body` is the parsed JSON, a text where it was none; what was saved is cut out."""

    status: int
    body: Json
    took_s: float


class Connection(Protocol):
    """A cluster one can send requests to."""

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        """Fill in the Refs, sign in, send, check the status, keep what the request saves.

        `request.expect` empty: every status is returned. `timeout_s` is the total time, connecting included.
        Raises ReachError, LoginError, PrivilegeError, ReplyError; what `value_of` and `keep` raise passes through.
        """
        ...

    def close(self) -> None:
        """Give the sockets back."""
        ...


Connect = Callable[[Side], Connection]
"""Opens nothing yet; returns the Connection of a side."""
