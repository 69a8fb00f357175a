"""Secrets that were pasted into the app, and the key it made, are nowhere but in the keyring and the keystores."""

import base64
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from tests.private_keyring import private_keyring
from tests.screens.lasting import Lasting, lasting
from tests.screens.tmux import Pane, tmux
from tests.source import ROOT
from wizard.exporters import EXPORTERS
from wizard.scenario.answers import Answers

pytestmark = pytest.mark.keyring

SECRETS = {"local.secret": "local admin", "remote.secret": "remote admin", "search.secret": "jdoe"}
WORDS = {
    "local.secret": "What is the password, or API key, for the local cluster?",
    "remote.secret": "What is the password, or API key, for the remote cluster?",
    "search.secret": "What is the password of",
}
PROVED = "✓ Done. jdoe searched analytics:logs-*: 12 documents."
PROC = Path("/proc")


class CommandLines:
    """Every command line, and every environment, that a process of this machine had meanwhile."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.01):
            for name in os.listdir(PROC):
                if name.isdigit():
                    with contextlib.suppress(OSError):
                        self.seen.add((PROC / name / "cmdline").read_bytes())


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Lasting]:
    """Clusters, and a person with a keyring, whose environment holds no secret."""
    with private_keyring(tmp_path / "person") as environ, lasting(tmp_path / "desk", environ) as made:
        for name in [name for name in made.environ if name.endswith("_SECRET")]:
            del made.environ[name]
        yield made


def begun(person: Lasting) -> str:
    """A session with all answers but the secrets, its keystores by hand; its id."""
    answers = Answers()
    for id, answer in person.practice.answers.items():
        if answer.source == "given" and id not in SECRETS:
            answers = answers.with_answer(id, answer.value, "given")
    for id, value in (("local.nodes", "by-hand"), ("remote.interface_host", "127.0.0.1")):
        answers = answers.with_answer(id, value, "given")
    session = person.library(Path(person.environ["RCW_STATE_DIR"])).begin(answers, {})
    session.close()
    return session.record.id


def signs_in(pane: Pane, person: Lasting) -> None:
    """The app asks for what is missing; then it shows the plan."""
    for id, login in SECRETS.items():
        pane.until(WORDS[id])
        pane.paste(person.practice.lab.passwords[login])
        pane.until("••••")
        pane.press("Enter")
    pane.until("All that must hold before the first step holds.")


def goes_through(pane: Pane, person: Lasting, session: str) -> None:
    """The whole run, with all that shows, copies and saves."""
    pane.press("Enter")
    pane.until("Nothing of step 2 was sent yet.")
    pane.press("Enter")
    pane.until("Nothing of step 3 was sent yet.")
    pane.press("Enter")
    pane.until("Waiting for you. Looks every")
    pane.press("c")
    pane.until("clipboard")
    pane.press("k")
    pane.until("secrets send")
    pane.press("c")
    pane.until("not confirmed")
    pane.press("b")
    person.add_key(session, *(node.name for node in person.practice.lab.local.state.nodes))
    pane.press("Enter")
    while PROVED not in (screen := pane.until("Enter begins.", "came up just now", PROVED)):
        pane.press("Enter")
        pane.until_true(lambda: pane.screen != screen, "something else")  # waited for here
    pane.press("v")
    pane.until("What happened", "Evidence")
    pane.press("s")
    pane.until("Saved as")
    pane.press("v")
    pane.until_gone("Saved as")
    pane.press("Enter")
    pane.until("Format")
    for each in EXPORTERS:
        pane.until(f"Save to ./{each.file_name('analytics')}")
        pane.press("s")
        pane.until("Saved as")
        pane.press("c")
        pane.until("not confirmed")
        pane.press("Down")
    pane.press("C-q")
    pane.left(0)


def test_no_secret_is_found_where_none_belongs(person: Lasting, tmp_path: Path) -> None:
    session, folder = begun(person), tmp_path / "pane"
    with CommandLines() as lines, tmux(folder, person.environ) as pane:
        pane.tmux("set-option", "-s", "set-clipboard", "on")
        pane.start("--session", session)
        signs_in(pane, person)
        goes_through(pane, person, session)
        clipboards = [
            pane.tmux("show-buffer", "-b", name) for name in pane.tmux("list-buffers", "-F", "#{buffer_name}").split()
        ]
        scrollback = pane.tmux("capture-pane", "-p", "-S", "-", "-t", "rcw")
        frames = list(pane.frames)
    log = folder / "debug.log"
    subprocess.run(
        [sys.executable, "-m", "wizard", "doctor", "--session", session, "--debug-log", str(log)],
        env={**person.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=True,
    )
    state = Path(person.environ["RCW_STATE_DIR"])
    files = {path: path.read_bytes() for top in (state, folder) for path in top.rglob("*") if path.is_file()}
    places = {
        **{f"frame {number}": frame.encode() for number, frame in enumerate(frames)},
        **{f"clipboard {number}": text.encode() for number, text in enumerate(clipboards)},
        **{str(path): data for path, data in files.items()},
        "scrollback": scrollback.encode(),
        "command lines": b"\n".join(lines.seen),
    }
    # It was all looked at.
    assert any("elasticsearch-keystore" in text for text in clipboards)
    assert len([path for path in files if "analytics" in path.name]) >= 4, files.keys()
    assert any(path.name == f"{session}.json" for path in files)
    assert log in files
    assert any(b"secrets\0send" in line for line in lines.seen)
    found = [(place, name) for place, data in places.items() for name, secret in forms(person) if secret in data]
    assert found == []


def forms(person: Lasting) -> Iterator[tuple[str, bytes]]:
    """Each secret of the case, as it is, and as the web writes it."""
    lab = person.practice.lab
    secrets = {name: lab.passwords[name] for name in SECRETS.values()}
    for key in lab.remote.state.keys.values():
        secrets[f"key {key.id}"] = key.secret
        secrets[f"key {key.id}, with its id"] = f"{key.id}:{key.secret}"
    assert len(secrets) >= 5
    for name, secret in secrets.items():
        yield name, secret.encode()
        yield f"{name}, encoded", base64.b64encode(secret.encode())
