"""The main job on real nodes: from two clusters to a search that returns the remote's documents, and all the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.real.desk import DOCUMENTS, Desk, former_state, furnish
from tests.real.fixtures import ClusterFactory
from tests.real.spec import VERSION_8, VERSION_9, ClusterSpec

pytestmark = [pytest.mark.real, pytest.mark.keyring]


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as made:
        yield made


@pytest.mark.parametrize(
    ("local", "remote", "mode"),
    [(VERSION_8, VERSION_8, "proxy"), (VERSION_9, VERSION_9, "sniff"), (VERSION_8, VERSION_9, "proxy")],
)
def test_journey_by_hand(
    local: str, remote: str, mode: str, clusters: ClusterFactory, environ: dict[str, str], tmp_path: Path
) -> None:
    here, there = clusters(
        ClusterSpec(f"local-{local[0]}{remote[0]}", local, remote_server=False),
        ClusterSpec(f"remote-{local[0]}{remote[0]}", remote, remote_server=False),
    )
    furnish(here, there)
    before = former_state(here), former_state(there)
    desk = Desk(tmp_path, environ, here, there, {"mode": mode})

    report = desk.connect()

    assert [step["state"] for step in report["steps"]] == ["done"] * 6
    assert all(finding["status"] in ("ok", "skip") for finding in report["after"]), desk.ran[-1]
    search = report["after"][-1]
    assert search["code"] == "RC-USE-002"
    assert f"{DOCUMENTS} documents" in search["saw"] + search["headline"]
    print(search["headline"], search["saw"])

    desk.take_back(report["session"])
    assert (former_state(here), former_state(there)) == before
