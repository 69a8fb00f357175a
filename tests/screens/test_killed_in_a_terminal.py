"""The app is cut off in the middle of every step, by force and by a lost terminal in turn, and goes on."""

import signal
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.screens.lasting import Lasting, lasting, run_through, take_back
from tests.screens.tmux import Pane, tmux

pytestmark = pytest.mark.keyring

PROVED = "✓ Done. jdoe searched analytics:logs-*: 12 documents."
NOTHING_OPEN = "planned, nothing changed"


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lasting]:
    """Clusters, and a person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as environ, lasting(tmp_path / "desk", environ) as made:
        monkeypatch.setenv("PATH", made.environ["PATH"])
        yield made


def begin(pane: Pane, number: int) -> None:
    """Come to a step and press Enter at it."""
    nothing, still = f"Nothing of step {number} was sent yet.", f"Step {number} is still to do."
    screen = pane.until(nothing, still, "All that must hold before the first step holds.")
    if "All that must hold" in screen:
        pane.press("Enter")
        pane.until(nothing, still)
    pane.press("Enter")


def take_all_back(pane: Pane) -> None:
    """Agree to take back all that can be."""
    pane.press("u")
    pane.until("Keep everything")
    pane.press("End", "Enter")


class Cuts:
    """A person at a terminal whose app is cut off again and again, and started again at the same session."""

    def __init__(self, person: Lasting, pane: Pane) -> None:
        self.person = person
        self.pane = pane
        self.ways = cycle((signal.SIGKILL, signal.SIGHUP))
        self.session = ""

    def start(self, session: str) -> None:
        """Begin with a session."""
        self.session = session
        self.pane.start("--session", session)

    def cut_off(self) -> None:
        """Kill it where it is, let what was held go on, and start it again."""
        self.pane.kill(next(self.ways))
        self.person.let_go()
        self.pane.renew()
        self.start(self.session)

    def leave(self) -> None:
        """Go, as a person goes."""
        self.pane.press("C-q")
        self.pane.left(0)


def test_killed_in_the_middle_of_everything(person: Lasting, tmp_path: Path) -> None:
    calm = person.library(tmp_path / "calm").begin(person.answers, {})
    before = person.standing()
    run_through(calm)
    wanted = person.standing()
    take_back(calm)
    calm.close()
    assert person.standing() == before != wanted

    state = Path(person.environ["RCW_STATE_DIR"])
    with tmux(tmp_path / "pane", person.environ) as pane:
        cuts = Cuts(person, pane)
        checks_are_cut_off(cuts, person.begun(state))
        assert person.standing() == before
        steps_are_cut_off(cuts)
        closing_is_cut_off(cuts)
        assert person.standing() == wanted
        assert len(person.alive) == 1, "a key was left over"
        undo_is_cut_off(cuts)
        assert person.standing() == before
        assert person.alive == [], "a key was left over"
        cuts.leave()

        a_hand_over_is_cut_off(cuts, person.begun(state, by_hand=True))
        assert person.standing() == wanted
        assert len(person.alive) == 1, "a key was left over"
        cuts.leave()


def checks_are_cut_off(cuts: Cuts, session: str) -> None:
    """On Plan: a check before the first step was asked, and its answer never arrives."""
    cuts.person.local.hold(lambda: True)
    cuts.start(session)
    cuts.pane.until_true(cuts.person.local.held.is_set, "a check")
    cuts.pane.until("Checking before anything is sent")
    cuts.cut_off()


def steps_are_cut_off(cuts: Cuts) -> None:
    """In the middle of each step."""
    person, pane = cuts.person, cuts.pane
    local = person.practice.lab.local.state
    # The key is made, and its one and only reply never arrives.
    person.remote.hold(lambda: bool(person.alive))
    begin(pane, 2)
    pane.until_true(person.remote.held.is_set, "the key")
    lost = person.alive
    cuts.cut_off()
    # One of three nodes has the key.
    person.hold_file.touch()
    begin(pane, 2)
    begin(pane, 3)
    pane.until_true(person.hold_file.with_suffix(".held").exists, "the second node")
    assert lost[0] not in person.alive
    cuts.cut_off()
    # The settings are there, and nobody was told.
    person.local.hold(lambda: bool(local.settings))
    begin(pane, 3)
    begin(pane, 5)
    pane.until_true(person.local.held.is_set, "the settings")
    cuts.cut_off()
    # The role is there, the user does not have it.
    person.local.hold(lambda: "remote-search-analytics" in local.roles)
    begin(pane, 6)
    pane.until_true(person.local.held.is_set, "the role")
    assert "remote-search-analytics" not in local.users["jdoe"].roles
    cuts.cut_off()


def closing_is_cut_off(cuts: Cuts) -> None:
    """The last step is done; the remote cluster is asked for the proof of the whole, and does not answer."""
    person, pane = cuts.person, cuts.pane
    local = person.practice.lab.local.state
    person.remote.hold(lambda: "remote-search-analytics" in local.users["jdoe"].roles)
    begin(pane, 6)
    pane.until_true(person.remote.held.is_set, "the closing checks")
    pane.until("Checking the whole")
    cuts.cut_off()
    if "Format" in pane.until("Format", PROVED):
        pane.press("b")
    pane.until(PROVED)


def undo_is_cut_off(cuts: Cuts) -> None:
    """The settings are gone, and nobody was told; then the key is, with the same."""
    person, pane = cuts.person, cuts.pane
    person.local.hold(lambda: not person.practice.lab.local.state.settings)
    take_all_back(pane)
    pane.until_true(person.local.held.is_set, "the end of the settings")
    assert len(person.alive) == 1
    cuts.cut_off()
    pane.until("Enter begins.")
    person.remote.hold(lambda: not person.alive)
    take_all_back(pane)
    pane.until_true(person.remote.held.is_set, "the end of the key")
    cuts.cut_off()
    pane.until("Enter begins.", NOTHING_OPEN)
    take_all_back(pane)
    pane.until_true(lambda: "u Undo" not in pane.screen and "Working" not in pane.screen, "all taken back")


def a_hand_over_is_cut_off(cuts: Cuts, session: str) -> None:
    """While a person is waited for; what they did in the meantime counts."""
    person, pane = cuts.person, cuts.pane
    nodes = [node.name for node in person.practice.lab.local.state.nodes]
    cuts.start(session)
    begin(pane, 2)
    begin(pane, 3)
    pane.until("Waiting for you. Looks every")
    person.add_key(session, nodes[0])
    cuts.cut_off()
    begin(pane, 3)
    pane.until("Waiting for you. Looks every")
    person.add_key(session, *nodes[1:])
    pane.press("Enter")
    pane.until("Nothing of step 5 was sent yet.")
    cuts.cut_off()
    begin(pane, 5)
    begin(pane, 6)
    pane.until(PROVED)
