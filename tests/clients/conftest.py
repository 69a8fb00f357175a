"""Fixtures of the client tests."""

from collections.abc import Iterator

import pytest

from tests.clients.calling import OK, Pki
from tests.real.pki import Authority
from tests.replay import (
    Replay,
    replay,
)


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    folder = tmp_path_factory.mktemp("pki")
    authority = Authority.create("Test CA")
    return Pki(authority, authority.write(folder / "ca.crt"), authority.issue("node"), folder)


@pytest.fixture
def node(pki: Pki) -> Iterator[Replay]:
    with replay(OK, tls=pki.tls) as running:
        yield running
