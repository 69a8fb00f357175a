"""What goes wrong around the app: a terminal that is too small, and a keyring that is locked or missing in a run."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.screens.lasting import Lasting, lasting
from tests.screens.tmux import tmux

READY = "Nothing of step 2 was sent yet."
LOCKING = """
import sys
from contextlib import closing
from jeepney import DBusAddress, new_method_call
import secretstorage
with closing(secretstorage.dbus_init()) as bus:
    collection = secretstorage.get_default_collection(bus)
    if sys.argv[1] == "lock":
        collection.lock()
    else:
        service = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.Secret.Service")
        opened = new_method_call(service, "OpenSession", "sv", ("plain", ("s", "")))
        session = bus.send_and_get_reply(opened).body[1]
        own = service.with_interface("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface")
        secret = (session, b"", b"pw", "text/plain")
        unlock = new_method_call(
            own, "UnlockWithMasterPassword", "o(oayays)", (collection.collection_path, secret)
        )
        bus.send_and_get_reply(unlock)
    assert collection.is_locked() == (sys.argv[1] == "lock")
"""
"""Without a desktop only this unlocks it again: what a person's prompt would send to the daemon."""


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Lasting]:
    """Clusters, and a person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as environ, lasting(tmp_path / "desk", environ) as made:
        yield made


def test_a_terminal_that_is_too_small_keeps_what_was_typed(tmp_path: Path) -> None:
    with tmux(tmp_path) as pane:
        pane.start()
        pane.until("No connections yet")
        pane.press("Enter")
        pane.until("Supported.")
        pane.press("n")
        pane.until("REST address of the local")
        pane.type("https://es.example.c")
        pane.until("https://es.example.c")
        pane.size(59, 15)
        screen = pane.until("This terminal is too small.")
        assert "example" not in screen
        assert "needs 60x16" in screen
        pane.size(80, 24)
        pane.until("https://es.example.c")
        # The field still has the focus.
        pane.type("om")
        pane.until("https://es.example.com")
        pane.press("C-q")
        pane.left(0)


@pytest.mark.keyring
def test_a_keyring_that_is_locked_in_a_run_loses_nothing(person: Lasting, tmp_path: Path) -> None:
    session = person.begun(Path(person.environ["RCW_STATE_DIR"]))
    with tmux(tmp_path / "pane", person.environ) as pane:
        pane.start("--session", session)
        pane.until("All that must hold before the first step holds.")
        pane.press("Enter")
        pane.until(READY)
        keyring(person, "lock")
        pane.press("Enter")
        pane.until("Step 2 failed")
        assert "locked" in pane.until("Try again")
        # No key is made that cannot be kept.
        assert person.alive == []
        keyring(person, "unlock")
        pane.press("Enter")
        pane.until("Enter begins.")
        pane.press("Enter")
        pane.until("Nothing of step 3 was sent yet.")
        assert len(person.alive) == 1
        pane.press("C-q")
        pane.left(0)


@pytest.mark.keyring
def test_a_keyring_that_stays_locked_gives_way_to_memory(person: Lasting, tmp_path: Path) -> None:
    session = person.begun(Path(person.environ["RCW_STATE_DIR"]))
    with tmux(tmp_path / "pane", person.environ) as pane:
        pane.start("--session", session)
        pane.until("All that must hold before the first step holds.")
        pane.press("Enter")
        pane.until(READY)
        keyring(person, "lock")
        pane.press("Enter")
        screen = pane.until("m Keep in memory")
        assert "locked" in screen
        assert person.alive == []
        pane.press("m")
        pane.until("Enter begins.")
        pane.press("Enter")
        # Its key goes on to the nodes, though no keyring ever held it.
        pane.until("Nothing of step 3 was sent yet.")
        pane.press("Enter")
        pane.until("Nothing of step 5 was sent yet.")
        assert len(person.alive) == 1
        pane.press("C-q")
        pane.left(0)


def test_a_state_folder_that_cannot_be_written_in_a_run_stops_it_before_anything_is_sent(tmp_path: Path) -> None:
    state = tmp_path / "pane" / "state"
    with lasting(tmp_path / "desk") as person, tmux(tmp_path / "pane", person.environ) as pane:
        session = person.begun(state)
        pane.start("--session", session)
        pane.until("All that must hold before the first step holds.")
        pane.press("Enter")
        pane.until(READY)
        # A file in its place holds off every user, root, too.
        sessions = state / "sessions"
        sessions.rename(state / "away")
        sessions.write_text("no folder", encoding="utf-8")
        pane.press("Enter")
        screen = pane.until("The state folder cannot be used")
        assert "Step 2 failed" in screen
        assert person.alive == []
        sessions.unlink()
        (state / "away").rename(sessions)
        pane.press("r")
        pane.until("Enter begins.")
        pane.press("Enter")
        pane.until("Nothing of step 3 was sent yet.")
        assert len(person.alive) == 1
        pane.press("C-q")
        pane.left(0)


def test_ctrl_c_leaves_at_once_though_a_practice_cluster_is_frozen(tmp_path: Path) -> None:
    with lasting(tmp_path / "desk") as person, tmux(tmp_path / "pane", person.environ) as pane:
        pane.start("--session", person.begun(tmp_path / "pane" / "state"))
        pane.until("All that must hold before the first step holds.")
        person.practice.lab.remote.freeze()
        pane.press("Enter")
        pane.until("Looking at step 1")
        pressed = time.monotonic()
        # Stop what is waited for; ask; leave.
        pane.press("C-c")
        pane.until("Stopped.")
        pane.press("C-c")
        pane.until("Leave")
        pane.press("C-c")
        words = pane.left(130)
        took = time.monotonic() - pressed
        person.practice.lab.remote.thaw()
    assert took < 1
    assert len(words) <= 8
    assert any("Nothing was changed." in line for line in words)


def keyring(person: Lasting, what: str) -> None:
    """Lock or unlock the keyring of the person."""
    subprocess.run([sys.executable, "-c", LOCKING, what], env=person.environ, check=True, timeout=20)
