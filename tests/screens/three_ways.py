"""One journey, gone in three ways: by the app's screens alone, by `apply --yes`, and by the app in a real terminal."""

import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.export import ExportScreen
from screens.plan import PlanScreen
from screens.run import RunScreen
from screens.waiting import AppClock
from tests.screens.clusters import Keyring
from tests.screens.driving import text_of
from tests.screens.tmux import ROOT, tmux
from wizard.clients.cluster import connect
from wizard.clients.probe import probe
from wizard.clients.shells import shell_for
from wizard.engine.answer_file import read_answer_file
from wizard.engine.library import Library
from wizard.engine.seams import Seams
from wizard.exporters import EXPORTERS
from wizard.scenario.answers import Answers
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import settle
from wizard.store.disk_sessions import DiskSessions
from wizard.store.vault import Vault

ENDED = "✓ Done. jdoe searched"
"""Said by the closing search alone: a step that is done says only "✓ Done."."""
LIMIT_S = 60.0
OF_ONE_RUN = ("id", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class End:
    """What a journey leaves with the person: the session as it is kept, but ids and times, and the exports."""

    session: Mapping[str, Any]
    exports: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Way:
    """A state folder of its own, and where its exports go. `environ`: keyring, secrets and PATH of the person."""

    folder: Path
    environ: Mapping[str, str]
    answers: Path

    def __post_init__(self) -> None:
        self.exports.mkdir(parents=True)

    @property
    def state(self) -> Path:
        """The state folder."""
        return self.folder / "state"

    @property
    def exports(self) -> Path:
        """The folder of the exports."""
        return self.folder / "exports"

    @property
    def session(self) -> str:
        """The id of its one session."""
        (path,) = (self.state / "sessions").glob("*.json")
        return path.stem

    def library(self, vault: Vault) -> Library:
        """The real thing over its state folder, secrets in this vault."""
        sessions = DiskSessions(self.state)
        return Library(Seams(connect, shell_for, probe, sessions, vault, AppClock(), self.environ))

    def begin(self, library: Library) -> str:
        """A session with the answers of the file, as `apply` begins it; its id."""
        answers = Answers()
        for id, value in read_answer_file(self.answers).answers.items():
            answers = answers.with_answer(id, value, "given")
        for row in QUESTIONS:
            if row.secret and row.variable in self.environ:
                answers = answers.with_answer(row.id, True, "found")
        session = library.begin(settle(answers), {})
        session.close()
        return session.record.id

    def run(self, *words: str) -> str:
        """A command, which succeeds; what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RCW_")}
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *words],
            env={**kept, "PYTHONPATH": str(ROOT), **self.environ, "RCW_STATE_DIR": str(self.state)},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def end(self) -> End:
        """What is there now. Defaults are made anew whenever a session is opened, so they need not be kept."""
        path = self.state / "sessions" / f"{self.session}.json"
        session = json.loads(path.read_text(encoding="utf-8"))
        session = {name: value for name, value in session.items() if name not in OF_ONE_RUN}
        session["answers"] = {id: each for id, each in session["answers"].items() if each["source"] != "default"}
        session["outcomes"] = {key: (each["state"], each["saw"]) for key, each in session["outcomes"].items()}
        session["values"] = sorted(session["values"])
        return End(session, {path.name: path.read_bytes() for path in sorted(self.exports.iterdir())})


def by_apply(way: Way) -> End:
    """`apply --yes`, then `export all`."""
    way.run("apply", "--answers", str(way.answers), "--yes")
    way.run("export", "all", "--session", way.session, "-o", str(way.exports))
    return way.end()


def by_screens(way: Way) -> tuple[End, Library]:
    """The app without a terminal, driven by its keys; and the library that knows the key."""
    library = way.library(Keyring())
    app = WizardApp(library, session=way.begin(library), environ={"TERM": "xterm-256color"})

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await _go(app, pilot, way.exports)

    with contextlib.chdir(way.exports):
        asyncio.run(run())
    return way.end(), library


def by_terminal(way: Way) -> End:
    """The app in tmux."""
    session = way.begin(way.library(Keyring()))
    with tmux(way.exports, {**way.environ, "RCW_STATE_DIR": str(way.state)}) as pane:
        pane.start("--session", session)
        pane.until("All that must hold before the first step holds.")
        pane.press("Enter")
        while ENDED not in (screen := pane.until("Enter begins.", ENDED)):
            found = re.search(r"[Ss]tep \d+ .*Enter begins\.", screen)
            assert found, screen
            pane.press("Enter")
            pane.until_gone(found.group())
        pane.press("Enter")
        pane.until("Format")
        for name in _names(way.exports):
            pane.until(f"Save to ./{name}")
            pane.press("s")
            pane.until_true((way.exports / name).exists, name)
            pane.press("Down")
        pane.press("C-q")
        pane.left(0)
    for name in ("pid", "start.sh"):
        (way.exports / name).unlink()
    return way.end()


def _names(folder: Path) -> Iterator[str]:
    yield from (each.file_name("analytics") for each in EXPORTERS)


async def _go(app: WizardApp, pilot: Pilot[None], exports: Path) -> None:
    async def until(true: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + LIMIT_S
        while not true():
            assert time.monotonic() < ends, f"{what} did not come about; seen:\n{text_of(app)}"
            await pilot.pause(0.02)

    def checked() -> bool:
        return isinstance(app.screen, PlanScreen) and not app.screen.checking and bool(app.screen._checks.found)

    await until(checked, "the plan")
    await pilot.press("enter")
    await until(lambda: isinstance(app.screen, RunScreen), "the run")
    screen = app.screen
    assert isinstance(screen, RunScreen)
    while not screen.courses.closing.through:
        await until(lambda: screen.courses.main(screen.row) in ("begin", "finish"), "the next step")
        if screen.courses.main(screen.row) == "begin":
            await pilot.press("enter")
            await pilot.pause()
    await pilot.press("enter")
    await until(lambda: isinstance(app.screen, ExportScreen), "the export")
    await pilot.pause()
    for name in _names(exports):
        await pilot.press("s")
        await until((exports / name).exists, name)
        await pilot.press("down")
        await pilot.pause()
