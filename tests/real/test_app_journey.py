"""The app on real nodes: by its screens, by `apply --yes` and in a terminal the journey ends in the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.real.desk import Desk, former_state, furnish
from tests.real.fixtures import ClusterFactory
from tests.real.real_cluster import RealCluster
from tests.real.spec import VERSION_9, ClusterSpec
from tests.screens.three_ways import Way, by_apply, by_screens, by_terminal

pytestmark = [pytest.mark.real, pytest.mark.keyring]


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as made:
        yield made


def test_three_ways_one_end(clusters: ClusterFactory, environ: dict[str, str], tmp_path: Path) -> None:
    (there,) = clusters(ClusterSpec("remote-app", VERSION_9))
    (here,) = clusters(ClusterSpec("local-app", VERSION_9, remote_server=False, trust=(there.interface_ca,)))
    furnish(here, there)
    nodes = {"local.nodes": "local", "local.keystore_command": str(here.nodes[0].keystore_command)}
    desk = Desk(tmp_path, environ, here, there, {**nodes, "skip_unavailable": False})
    command, screens, terminal = (
        Way(tmp_path / name, desk.environ, desk.answers) for name in ("command", "screens", "terminal")
    )
    before = former_state(here), former_state(there)

    wanted = by_apply(command)
    standing = _but_keys(here, there)
    command.run("undo", "--session", command.session, "--yes")
    assert (former_state(here), former_state(there)) == before

    shown, library = by_screens(screens)
    assert _but_keys(here, there) == standing
    session = library.open(screens.session)
    for step in session.steps_to_undo():
        (*_, end) = session.undo(step)
        assert end.state == "undone", end
    session.close()
    assert (former_state(here), former_state(there)) == before

    seen = by_terminal(terminal)
    assert _but_keys(here, there) == standing
    assert {state for state, _ in wanted.session["outcomes"].values()} == {"done", "already"}
    for each in (shown, seen):
        assert each.exports == wanted.exports
        assert each.session == wanted.session
    assert len(former_state(there)["keys"]) == len(before[1]["keys"]) + 1, "a key was left over"


def _but_keys(*clusters: RealCluster) -> list[dict[str, object]]:
    """What stands there; of keys only how many are alive, since each has an id of its own."""
    states = [former_state(cluster) for cluster in clusters]
    return [{**state, "keys": len(state["keys"])} for state in states]
