"""One real cluster as tests see it: nodes, passwords, authorities, and a way to call it."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real.node import RealNode
from tests.real.pki import Authority
from tests.real.rest import Credentials
from tests.real.spec import ClusterSpec


@dataclass(frozen=True, slots=True)
class RealCluster:
    """A cluster with its nodes, running or not. The authorities can issue further certificates, right or wrong."""

    spec: ClusterSpec
    nodes: tuple[RealNode, ...]
    elastic: Credentials
    http_ca: Path
    interface_ca: Path
    transport_ca: Path
    http_authority: Authority
    interface_authority: Authority
    transport_authority: Authority

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def version(self) -> str:
        return self.spec.version

    @property
    def password(self) -> str:
        """The password of user `elastic`."""
        return self.elastic.password

    @property
    def url(self) -> str:
        """The first node's address."""
        return self.nodes[0].url

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        node: int = 0,
        user: str | None = None,
        password: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> tuple[int, Any]:
        """Status and parsed JSON, as `elastic` unless told otherwise; an `Authorization` header replaces the user."""
        credentials: Credentials | None = self.elastic
        if user is not None:
            credentials = Credentials(user, password or "")
        if headers and any(name.lower() == "authorization" for name in headers):
            credentials = None
        called = self.nodes[node]
        return called.caller.request(
            method, called.url + path, body, credentials=credentials, headers=headers, timeout=timeout
        )

    def stop(self) -> None:
        """Ends all nodes in order, at the same time."""
        with ThreadPoolExecutor(len(self.nodes)) as pool:
            list(pool.map(RealNode.stop, self.nodes))

    def kill(self) -> None:
        """Ends all nodes at once."""
        for node in self.nodes:
            node.kill()
