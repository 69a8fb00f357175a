"""What tests of the connection share: a vault, a side, and requests that must fail."""

import base64
import ssl
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.real.pki import Authority, Leaf
from tests.replay import (
    recorded,
    server_context,
)
from wizard.clients.cluster import connect
from wizard.errors import (
    ReachError,
    WizardError,
)
from wizard.plan.actions import Request
from wizard.scenario.model import Login, Ref, Side, secret_ref

PASSWORD = "pa55 of the test"
LOGIN = Login("password", "elastic", secret_ref("remote.secret"))
ROOT = Request("read", "remote", "GET", "/")
OK = recorded("ok.root.remote")


@dataclass
class Values:
    """A vault for one test: what is known, and what was kept, in order."""

    known: dict[str, str] = field(default_factory=lambda: {"REMOTE_SECRET": PASSWORD})
    kept: list[tuple[Ref, str]] = field(default_factory=list)

    def value_of(self, ref: Ref) -> str:
        return self.known[ref.name]

    def keep(self, ref: Ref, value: str) -> None:
        self.kept.append((ref, value))


@dataclass(frozen=True)
class Pki:
    """A CA with its file, and a server certificate of it for 127.0.0.1."""

    authority: Authority
    ca_file: Path
    leaf: Leaf
    folder: Path

    @property
    def tls(self) -> ssl.SSLContext:
        return server_context(self.leaf, self.folder / "server")


def side(url: str, **more: object) -> Side:
    return replace(Side("remote", "self", url=url, login=LOGIN), **more)  # type: ignore[arg-type]


def failure(of: Side, request: Request = ROOT, values: Values | None = None, timeout_s: float = 5) -> WizardError:
    """The error of a request that must fail; checked for secrets in all its parts."""
    vault = values or Values()
    connection = connect(of)
    try:
        with pytest.raises(WizardError) as caught:
            connection.send(request, vault.value_of, vault.keep, timeout_s=timeout_s)
    finally:
        connection.close()
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    text = repr(error) + repr(vars(error))
    for secret in [*vault.known.values(), base64.b64encode(f"elastic:{PASSWORD}".encode()).decode()]:
        assert secret not in text
    assert error.side == "remote"
    assert error.hint
    return error


def reach(of: Side, timeout_s: float = 5) -> ReachError:
    error = failure(of, timeout_s=timeout_s)
    assert isinstance(error, ReachError)
    return error
