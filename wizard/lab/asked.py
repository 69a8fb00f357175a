"""Asked: one request to a node, taken apart, with all that a handler needs to answer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wizard.lab.errors import Json, illegal, not_practised
from wizard.lab.state import Cluster, Key, Node

Reply = tuple[int, Json]
"""Status and body."""
Dial = Callable[[Node, str, str, Json, float], Json]
"""Dials `host:port` as a node with a server name, sends one message within some seconds, and returns the reply."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request; `key` where they signed in with an API key."""

    user: str
    roles: tuple[str, ...]
    realm: str
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `parts` are the variable parts of the path, `query` the parameters, `body` None where none came."""

    cluster: Cluster
    node: Node
    caller: Caller
    method: str
    path: str
    parts: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = None
    dial: Dial | None = None

    def fields(self, *known: str) -> dict[str, Json]:
        """The body as an object that has none but these fields. Raises Refused."""
        body = {} if self.body is None else self.body
        if not isinstance(body, dict):
            raise illegal("request body is required to be an object")
        for name in body:
            if name not in known:
                raise not_practised(f"the field [{name}] in {self.method} {self.path}")
        return body
