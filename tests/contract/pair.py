"""What the contract asks of an implementation: two clusters, local and remote, as a person's answers describe them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from wizard.clients.cluster import ClusterConnection, connect
from wizard.clients.connection import Reply
from wizard.clients.node_shell import Ran
from wizard.plan.actions import Request, Save
from wizard.scenario.model import Login, Ref, Side

Method = Literal["GET", "POST", "PUT", "DELETE"]
ASKED: set[tuple[str, str]] = set()
"""Method and path of every request that callers of this process had answered well."""


class ContractPair(Protocol):
    """Two running clusters. The remote's interface is on, and the local nodes trust its CA; nothing else is set up.

    Both sides have a superuser's password login, a CA file, a version and a trial or Enterprise licence.
    """

    @property
    def local(self) -> Side: ...

    @property
    def remote(self) -> Side: ...

    @property
    def secrets(self) -> Mapping[str, str]:
        """Secrets by the name of their Ref."""
        ...

    @property
    def interface(self) -> str:
        """`host:port` of the remote cluster interface, as the local nodes dial it."""
        ...

    @property
    def local_nodes(self) -> tuple[str, ...]:
        """Names of the local nodes, as `keystore` takes them."""
        ...

    def keystore(self, node: str, *argv: str, stdin: str = "") -> Ran:
        """Run `elasticsearch-keystore` of one local node."""
        ...


@dataclass(slots=True)
class Caller:
    """Sends requests to one side through the product's own connection, and remembers what was saved."""

    side: Side
    secrets: Mapping[str, str]
    kept: dict[str, str] = field(default_factory=dict)
    _connection: ClusterConnection | None = None

    def __call__(
        self,
        method: Method,
        path: str,
        body: Any = None,
        *,
        expect: tuple[int, ...] = (200,),
        saves: tuple[Save, ...] = (),
        login: Login | None = None,
        timeout_s: float = 20,
    ) -> Reply:
        """One request; `expect` empty takes every status."""
        if self._connection is None:
            self._connection = connect(self.side)
        request = Request("read", self.side.name, method, path, body=body, expect=expect, saves=saves, login=login)
        reply = self._connection.send(request, self.value_of, self.keep, timeout_s=timeout_s)
        if reply.status < 400:
            ASKED.add((method, path))
        return reply

    def value_of(self, ref: Ref) -> str:
        """What was kept, else a secret of the pair."""
        return self.kept.get(ref.name) or self.secrets[ref.name]

    def keep(self, ref: Ref, value: str) -> None:
        """Remember it."""
        self.kept[ref.name] = value

    def with_side(self, **changes: Any) -> "Caller":
        """A caller that knows the same, with another view of the side."""
        return Caller(replace(self.side, **changes), self.secrets, self.kept)

    def close(self) -> None:
        """Give the sockets back."""
        if self._connection is not None:
            self._connection.close()


def tree(reply: Reply) -> Any:
    """The body, for a test that looks into it."""
    return reply.body


def error(reply: Reply) -> Any:
    """The error object of the body."""
    return tree(reply)["error"]


def newer(side: Side, major: int, minor: int) -> bool:
    """True when the side's version is at least this one."""
    parts = [int(part) for part in side.version.split(".")[:2]]
    return parts >= [major, minor]
