"""The app is cut off in the middle of every step, by a lost terminal or by force, and goes on where it stands."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.screens.lasting import Lasting, lasting, run_through, take_back
from tests.screens.tmux import Pane, tmux

pytestmark = pytest.mark.keyring


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lasting]:
    """Clusters, and a person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as environ, lasting(tmp_path / "desk", environ) as made:
        monkeypatch.setenv("PATH", made.environ["PATH"])
        yield made


def begin(pane: Pane, number: int) -> None:
    """Come to a step and press Enter at it."""
    ready = (f"Nothing of step {number} was sent yet.", f"Step {number} is still to do. Enter begins.")
    screen = pane.until(*ready, "All that must hold before the first step holds.")
    if "All that must hold" in screen:
        pane.press("Enter")
        pane.until(*ready)
    pane.press("Enter")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP])
def test_killed_in_the_middle_of_every_step(how: signal.Signals, person: Lasting, tmp_path: Path) -> None:
    calm = person.library(tmp_path / "calm").begin(person.answers, {})
    before = person.standing()
    run_through(calm)
    wanted = person.standing()
    take_back(calm)
    calm.close()
    assert person.standing() == before != wanted

    session = person.begun(Path(person.environ["RCW_STATE_DIR"]))
    local = person.practice.lab.local.state
    with tmux(tmp_path / "pane", person.environ) as pane:

        def cut_off() -> None:
            pane.kill(how)
            person.let_go()
            pane.renew()
            pane.start("--session", session)

        pane.start("--session", session)
        # The key is made, and its one and only reply never arrives.
        person.remote.hold(lambda: bool(person.alive))
        begin(pane, 2)
        pane.until_true(person.remote.held.is_set, "the key")
        lost = person.alive
        cut_off()
        # One of three nodes has the key.
        person.hold_file.touch()
        begin(pane, 2)
        begin(pane, 3)
        pane.until_true(person.hold_file.with_suffix(".held").exists, "the second node")
        assert lost[0] not in person.alive
        cut_off()
        # The settings are there, and nobody was told.
        person.local.hold(lambda: bool(local.settings))
        begin(pane, 3)
        begin(pane, 5)
        pane.until_true(person.local.held.is_set, "the settings")
        cut_off()
        # The role is there, the user does not have it.
        person.local.hold(lambda: "remote-search-analytics" in local.roles)
        begin(pane, 6)
        pane.until_true(person.local.held.is_set, "the role")
        assert "remote-search-analytics" not in local.users["jdoe"].roles
        cut_off()
        begin(pane, 6)
        pane.until("✓ Done. jdoe searched analytics:logs-*: 12 documents.")
        pane.press("Enter")
        pane.until("Format")
        pane.press("C-q")
        pane.left(0)

    assert person.standing() == wanted
    assert len(person.alive) == 1, "a key was left over"
